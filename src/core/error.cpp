#include "core/error.hpp"

namespace recoupe::core {

std::string_view name_of(Code code) {
  switch (code) {
#define RECOUPE_AS_NAME(id, name, exit) \
  case Code::id:                        \
    return name;
    RECOUPE_ERROR_CODES(RECOUPE_AS_NAME)
#undef RECOUPE_AS_NAME
  }
  return "internal";
}

std::string_view name_of(Origin origin) {
  switch (origin) {
    case Origin::user:
      return "user";
    case Origin::model:
      return "model";
    case Origin::source:
      return "source";
    case Origin::internal:
      return "internal";
  }
  return "internal";
}

int exit_code_of(Code code) {
  switch (code) {
#define RECOUPE_AS_EXIT(id, name, exit) \
  case Code::id:                        \
    return exit;
    RECOUPE_ERROR_CODES(RECOUPE_AS_EXIT)
#undef RECOUPE_AS_EXIT
  }
  return 70;
}

}  // namespace recoupe::core
