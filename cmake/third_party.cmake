# Everything that others wrote: Debian's packages by pkg-config, the rest from .deps/, where tools/fetch_deps puts it.
set(DEPS ${CMAKE_SOURCE_DIR}/.deps CACHE PATH "Where tools/fetch_deps put what Debian does not have")
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

# third_party(name pkg-config-module…)
function(third_party name)
  pkg_check_modules(${name}_pc REQUIRED IMPORTED_TARGET ${ARGN})
  add_library(third_party_${name} INTERFACE)
  target_link_libraries(third_party_${name} INTERFACE PkgConfig::${name}_pc)
endfunction()

third_party(sodium libsodium)
third_party(icu icu-i18n icu-uc)
third_party(pq libpq)
third_party(mongoc libmongoc-1.0)
third_party(toml tomlplusplus)
third_party(zip libzip)
third_party(curl libcurl)

add_library(third_party_boost INTERFACE)  # multiprecision, headers only, in Debian's include folder
add_library(third_party_cli11 INTERFACE)  # headers only, in Debian's include folder
add_library(third_party_pg_query INTERFACE)
target_link_libraries(third_party_pg_query INTERFACE pg_query)

add_library(third_party_duckdb INTERFACE)
target_include_directories(third_party_duckdb SYSTEM INTERFACE ${DEPS}/duckdb/include)
target_link_libraries(third_party_duckdb INTERFACE ${DEPS}/duckdb/lib/libduckdb.so)
list(APPEND CMAKE_BUILD_RPATH ${DEPS}/duckdb/lib)

add_library(third_party_e5 INTERFACE)
if(EXISTS ${DEPS}/e5/e5.c)
  add_library(e5 STATIC ${CMAKE_SOURCE_DIR}/src/models/e5/word_states.c)  # e5.c with a function more
  target_include_directories(e5 PRIVATE ${DEPS}/e5)
  target_compile_options(e5 PRIVATE -O3 -mavx2 -mfma -w)
  target_include_directories(third_party_e5 SYSTEM INTERFACE ${DEPS}/e5)
  target_link_libraries(third_party_e5 INTERFACE e5 m Threads::Threads)
endif()

add_library(third_party_llama INTERFACE)
target_include_directories(third_party_llama SYSTEM INTERFACE ${DEPS}/llama/include)
file(GLOB llama_archives ${DEPS}/llama/lib/*.a)
target_link_libraries(third_party_llama INTERFACE -Wl,--start-group ${llama_archives} -Wl,--end-group gomp
                                                  Threads::Threads ${CMAKE_DL_LIBS})
