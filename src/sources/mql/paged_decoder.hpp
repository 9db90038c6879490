// Replies of pages to typed columns, and of the count that ends them to the population. Implements rows::Decoder for every
// server whose tools are described by forms. Included by the folders of those servers.
#pragma once

#include <memory>

#include "rows/decoder.hpp"
#include "sources/mql/tool_forms.hpp"

namespace recoupe::sources::mql {

class PagedDecoder final : public rows::Decoder {
 public:
  explicit PagedDecoder(std::shared_ptr<const ToolForms> forms) : forms_(std::move(forms)) {}
  core::Result<rows::Decoded> decode(const physical::Fetch& fetch, const mcp::ToolResult& reply) override;

 private:
  std::shared_ptr<const ToolForms> forms_;
};

}  // namespace recoupe::sources::mql
