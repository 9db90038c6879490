# recoupe_folder(name [DEPS folder…] [LIBS third-party…]): src/<name> as a static library recoupe_<name> and its
# *_test.cpp files as a program recoupe_<name>_test. Its headers are reached through a folder of links that holds nothing
# but them, so that an include of a folder that is not among DEPS (and theirs) finds no file.
function(recoupe_folder name)
  cmake_parse_arguments(FOLDER "" "" "DEPS;LIBS" ${ARGN})
  string(REPLACE "/" "_" id ${name})
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${files})
  list(FILTER files EXCLUDE REGEX "_test\\.cpp$|/main\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  set(view ${CMAKE_BINARY_DIR}/include/${id})
  get_filename_component(parent ${view}/${name} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${name} ${view}/${name} SYMBOLIC)

  set(links)
  foreach(dep ${FOLDER_DEPS})
    string(REPLACE "/" "_" dep ${dep})
    list(APPEND links recoupe_${dep})
  endforeach()
  if(files)
    add_library(recoupe_${id} STATIC ${files})
    set(reach PUBLIC)
    # Third-party headers have one home: the folder that names them here.
    foreach(lib ${FOLDER_LIBS})
      target_link_libraries(recoupe_${id} PRIVATE third_party_${lib})
    endforeach()
    target_compile_options(recoupe_${id} PRIVATE ${RECOUPE_WARNINGS})
  else()
    add_library(recoupe_${id} INTERFACE)
    set(reach INTERFACE)
  endif()
  target_include_directories(recoupe_${id} ${reach} ${view})
  target_link_libraries(recoupe_${id} ${reach} ${links})

  if(RECOUPE_TESTS AND tests)
    add_executable(recoupe_${id}_test ${tests})
    target_link_libraries(recoupe_${id}_test PRIVATE recoupe_${id} recoupe_doctest_main)
    foreach(lib ${FOLDER_LIBS})
      target_link_libraries(recoupe_${id}_test PRIVATE third_party_${lib})
    endforeach()
    target_compile_options(recoupe_${id}_test PRIVATE ${RECOUPE_WARNINGS} -O1)  # compiled sooner than they would run faster
    set_property(GLOBAL APPEND PROPERTY RECOUPE_TEST_PROGRAMS recoupe_${id}_test)
  endif()
endfunction()

set(RECOUPE_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror)
# With optimisation g++ 12 sees overlaps in `"text" + std::string` and uninitialised members in moved std::variants where
# there are none (GCC bugs 105651, 105562); the dev preset keeps both warnings.
list(APPEND RECOUPE_WARNINGS $<$<CONFIG:Release>:-Wno-restrict> $<$<CONFIG:Release>:-Wno-maybe-uninitialized>)

find_program(RECOUPE_CCACHE ccache)
if(RECOUPE_CCACHE)
  # Paths relative to the checkout, so that another clone or build folder finds what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${RECOUPE_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()
find_program(RECOUPE_MOLD mold)
if(RECOUPE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(RECOUPE_TESTS)
  add_library(recoupe_doctest_main STATIC ${CMAKE_SOURCE_DIR}/tests/doctest_main.cpp)
endif()
