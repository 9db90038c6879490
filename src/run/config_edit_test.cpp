#include <doctest/doctest.h>

#include "run/config_edit.hpp"

using recoupe::run::with_model;

TEST_CASE("the_model_is_set_and_the_rest_of_the_file_stays") {
  CHECK(with_model("", "none") == "model = \"none\"\n");
  CHECK(with_model("language = \"fr\"", "none") == "model = \"none\"\nlanguage = \"fr\"\n");
  CHECK(with_model("# ours\n\nmodel = 'local' # for now\nlanguage = \"fr\"\n", "permissive") ==
        "# ours\n\nmodel = \"permissive\"  # for now\nlanguage = \"fr\"\n");
  CHECK(with_model("[budgets]\nrows = 5\n", "none") == "model = \"none\"\n\n[budgets]\nrows = 5\n");
  CHECK(with_model("[budgets]\nrows = 5\n[model]\nsend_values = true\n", "none") == "[budgets]\nrows = 5\n[model]\nuse = \"none\"\nsend_values = true\n");
  CHECK(with_model("[model]\nuse = \"local\"\n[log]\nlevel = \"info\"\n", "a/b.gguf") == "[model]\nuse = \"a/b.gguf\"\n[log]\nlevel = \"info\"\n");
  CHECK(with_model("models = \"x\"\n[log]\nmodel = \"y\"\n", "none") == "model = \"none\"\nmodels = \"x\"\n[log]\nmodel = \"y\"\n");
}
