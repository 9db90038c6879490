// What the HTML renderers share: elements, and looks that hold on light and dark ground alike. Inline styles are few
// and literal, because a notebook's sanitiser keeps those and drops the <style> element (JupyterLab's sanitizer.ts).
// Included by html*.cpp.
#pragma once

#include <string>
#include <string_view>

namespace recoupe::render {

inline std::string element(std::string_view tag, std::string_view content, std::string_view attributes = {}) {
  std::string out = "<" + std::string(tag);
  if (!attributes.empty()) out += " " + std::string(attributes);
  return out + ">" + std::string(content) + "</" + std::string(tag) + ">";
}

// No text colour anywhere: the surroundings' own is right in each theme. Grounds are translucent for the same reason.
inline constexpr std::string_view left_aligned = "style=\"text-align: left\"";
inline constexpr std::string_view right_aligned = "style=\"text-align: right\"";
inline constexpr std::string_view faint = "style=\"opacity: 0.65\"";
inline constexpr std::string_view scrolling =
    "class=\"recoupe-rows\" style=\"overflow: auto; max-height: 34em\" tabindex=\"0\" role=\"region\"";
inline constexpr std::string_view strip_bad =
    "class=\"recoupe-error\" style=\"border-left: 4px solid #d1495b; padding: 4px 12px\"";
inline constexpr std::string_view strip_unsure =
    "class=\"recoupe-unexplained\" style=\"border-left: 4px solid #c78a12; padding: 4px 12px\"";

// An enhancement: all can be read without it. The class is named twice to weigh more than a notebook's own rules.
inline constexpr std::string_view fragment_style = R"(<style>
.recoupe.recoupe { font-size: 14px; line-height: 1.5; }
.recoupe.recoupe p { margin: 0 0 .75em; max-width: 75em; }
.recoupe.recoupe .recoupe-chip { white-space: nowrap; }
.recoupe.recoupe .recoupe-rows { margin: 0 0 .75em; border: 1px solid rgba(128, 128, 128, .3); border-radius: 6px;
  width: fit-content; max-width: 100%; box-sizing: border-box; }
.recoupe.recoupe table { border-collapse: separate; border-spacing: 0; margin: 0; font-size: 13px;
  font-variant-numeric: tabular-nums; }
.recoupe.recoupe table caption { caption-side: top; padding: .4em .8em; white-space: nowrap; opacity: .75; }
.recoupe.recoupe table tr th, .recoupe.recoupe table tr td { text-align: left; padding: .3em .8em; border: 0;
  white-space: nowrap; vertical-align: baseline; max-width: 28em; overflow: hidden; text-overflow: ellipsis; }
.recoupe.recoupe table thead th { position: sticky; top: 0; font-weight: 600;
  border-bottom: 1px solid rgba(128, 128, 128, .45);
  background: var(--recoupe-ground, var(--jp-layout-color0, var(--vscode-editor-background,
    var(--colab-primary-surface-color, Canvas)))); }
.recoupe.recoupe table tbody tr { background: none; }
.recoupe.recoupe table tbody tr:nth-child(even) { background: rgba(128, 128, 128, .09); }
.recoupe.recoupe table tbody tr:hover { background: rgba(70, 130, 230, .16); }
.recoupe.recoupe details { margin: 0 0 .5em; }
.recoupe.recoupe summary { cursor: pointer; font-weight: 600; }
.recoupe.recoupe pre { margin: .4em 0 .75em; padding: .6em .8em; border-radius: 6px;
  background: rgba(128, 128, 128, .12);
  white-space: pre-wrap; overflow-wrap: anywhere; }
.recoupe.recoupe code { overflow-wrap: anywhere; font-size: 12.5px; background: none; }
.recoupe.recoupe ul, .recoupe.recoupe ol { margin: .4em 0 .75em; padding-left: 1.4em; }
@media print { .recoupe.recoupe .recoupe-rows { max-height: none !important; overflow: visible !important; }
  .recoupe.recoupe details::details-content { content-visibility: visible; block-size: auto; } }
</style>
)";

}  // namespace recoupe::render
