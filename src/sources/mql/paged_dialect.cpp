#include "sources/mql/paged_dialect.hpp"

#include "sources/mql/paged_compiler.hpp"
#include "sources/mql/paged_decoder.hpp"
#include "sources/mql/sampled_reader.hpp"

namespace recoupe::sources::mql {

dialect::Dialect paged_dialect(const std::shared_ptr<const ToolForms>& forms) {
  return {std::make_unique<PagedCompiler>(forms), std::make_unique<PagedDecoder>(forms), std::make_unique<SampledReader>(forms)};
}

std::string database_in(std::string_view uri) {
  const auto authority = uri.find("://");
  if (authority == std::string_view::npos) return {};
  uri.remove_prefix(authority + 3);
  uri = uri.substr(0, uri.find('?'));
  const auto path = uri.find('/');
  return path == std::string_view::npos ? std::string() : std::string(uri.substr(path + 1));
}

}  // namespace recoupe::sources::mql
