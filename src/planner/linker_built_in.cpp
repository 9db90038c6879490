// The weights of model/linker.bin, laid into the program by the assembler.
#include "planner/linker.hpp"

#ifdef RECOUPE_LINKER_WEIGHTS
asm(R"(
  .section .rodata
  .balign 16
  .global recoupe_linker_begin
  .global recoupe_linker_end
recoupe_linker_begin:
  .incbin ")" RECOUPE_LINKER_WEIGHTS R"("
recoupe_linker_end:
  .byte 0
  .previous
)");
extern "C" const char recoupe_linker_begin[];
extern "C" const char recoupe_linker_end[];
#endif

namespace recoupe::planner {

const Linker* built_in_linker() {
#ifdef RECOUPE_LINKER_WEIGHTS
  static const auto linker = Linker::from_bytes(
      {recoupe_linker_begin, static_cast<std::size_t>(recoupe_linker_end - recoupe_linker_begin)});
  return linker ? &*linker : nullptr;
#else
  return nullptr;
#endif
}

}  // namespace recoupe::planner
