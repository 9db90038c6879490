// A small network that has learnt to link the words of an instruction to items of a catalog it has never seen; trained
// in model/, its weights are part of the program.
// Takes a LinkInput, gives Links: single precision, one thread, one order. Included by propose, run and the evaluation.
#pragma once

#include <memory>
#include <string_view>

#include "core/json.hpp"
#include "planner/link_input.hpp"
#include "planner/links.hpp"
#include "planner/planner.hpp"

namespace recoupe::planner {

class Linker {
 public:
  /// Reads the bytes of a file of weights; refuses one that was trained on other roles, flags or channels than ours.
  static core::Result<Linker> from_bytes(std::string_view bytes);
  Linker(Linker&& other) noexcept;
  Linker& operator=(Linker&& other) noexcept;
  ~Linker();

  [[nodiscard]] core::Result<Links> link(const LinkInput& input) const;
  /// Names the linker and its digest, for evidence: {"name": …, "digest": "sha256:…"}.
  [[nodiscard]] const core::Json& identity() const { return identity_; }

 private:
  struct Network;
  Linker(std::unique_ptr<Network> network, core::Json identity);
  std::unique_ptr<Network> network_;
  core::Json identity_;
};

}  // namespace recoupe::planner
