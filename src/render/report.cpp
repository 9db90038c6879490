#include "render/report.hpp"

namespace recoupe::render {

std::string_view name_of(Status status) {
  switch (status) {
    case Status::ok: return "ok";
    case Status::refused: return "refused";
    case Status::clarify: return "clarify";
    case Status::error: return "error";
    case Status::interrupted: break;
  }
  return "interrupted";
}

}  // namespace recoupe::render
