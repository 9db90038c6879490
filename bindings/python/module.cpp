// recoupe._native: a Session for Python. Reports cross as the contract's JSON and as HTML; the GIL is released while a run
// works, and Ctrl-C or the notebook's stop button cancels it within a poll.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "run/replay.hpp"
#include "run/session.hpp"

namespace nb = nanobind;
using namespace recoupe;

namespace {

core::Language language_or(const std::optional<std::string>& word, core::Language fallback) {
  return word ? (*word == "fr" ? core::Language::fr : core::Language::en) : fallback;
}

/// Throws recoupe._native.Failure with the contract's error object as JSON.
[[noreturn]] void raise(const core::Error& error, core::Language language) {
  throw std::runtime_error(render::to_json(error, language).dump());
}

template <class T>
T value_or_raise(core::Result<T> result, core::Language language) {
  if (!result) raise(result.error(), language);
  return *std::move(result);
}

/// Does work on a thread of its own while this one waits without the GIL and looks at signals.
template <class Work>
void run_interruptibly(const core::Cancel& cancel, Work work) {
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  std::thread worker([&] {
    work();
    const std::lock_guard lock(mutex);
    done = true;
    ended.notify_one();
  });
  bool interrupted = false;
  {
    const nb::gil_scoped_release released;
    for (bool finished = false; !finished;) {
      {
        std::unique_lock lock(mutex);
        finished = ended.wait_for(lock, std::chrono::milliseconds(core::Cancel::poll_ms), [&] { return done; });
      }
      if (finished || interrupted) continue;
      const nb::gil_scoped_acquire acquired;
      if (PyErr_CheckSignals() != 0) {
        interrupted = true;
        cancel.request();
      }
    }
    worker.join();
  }
  if (interrupted) throw nb::python_error();
}

/// A report as Python gets it: the contract's JSON with all rows, and its HTML.
struct PyReport {
  std::string json;
  std::string html;
  std::string text;
};

// A notebook keeps its outputs: rows that no one scrolls to would only make its file large. All are in the result.
constexpr std::int64_t html_rows_max = 200;
constexpr std::int64_t text_rows_max = 50;

PyReport report_for_python(const render::Report& report) {
  return {render::to_json(report, -1).dump(), render::to_html(report, html_rows_max, render::Reader::python),
          render::to_terminal(report, {.reader = render::Reader::python}, text_rows_max)};
}

class PySession {
 public:
  PySession(const std::string& config, const std::string& model, const std::string& time_zone, const std::string& language,
            nb::object progress)
      : language_(language.empty() ? run::locale_language() : language_or(language, core::Language::en)) {
    run::Config read = value_or_raise(run::load_config({config, model, time_zone, language}), language_);
    execute::Progress sink;
    if (!progress.is_none())
      sink = [this, progress](const core::Bilingual& what) {
        const nb::gil_scoped_acquire acquired;
        progress(what.in(language_));
      };
    session_ = std::make_unique<run::Session>(std::move(read), std::move(sink));
  }

  PyReport answer(const std::string& instruction, const std::string& plan, const std::string& now,
                  const std::optional<std::string>& language, const core::Cancel& cancel,
                  const std::vector<std::string>& passes_off) {
    run::Request request = request_of(instruction, plan, now, language, passes_off);
    std::optional<PyReport> report;
    run_interruptibly(cancel, [&] { report = report_for_python(session_->answer(request, cancel)); });
    return *report;
  }

  PyReport propose(const std::string& instruction, const std::string& plan, const std::string& now,
                   const std::optional<std::string>& language, const core::Cancel& cancel,
                   const std::vector<std::string>& passes_off) {
    run::Request request = request_of(instruction, plan, now, language, passes_off);
    std::optional<PyReport> report;
    run_interruptibly(cancel, [&] { report = report_for_python(session_->propose(request, cancel).report); });
    return *report;
  }

  std::string replay(const std::string& run_folder, const core::Cancel& cancel) {
    std::optional<core::Result<run::Replay>> replayed;
    run_interruptibly(cancel, [&] { replayed = run::replay(*session_, run_folder, cancel); });
    const run::Replay value = value_or_raise(*std::move(replayed), language_);
    return core::Json::object({{"same", value.same}, {"original_digest", value.original_digest},
                               {"digest", value.report.answer.digest}, {"drift", value.drift.in(language_)}}).dump();
  }

 private:
  run::Request request_of(const std::string& instruction, const std::string& plan, const std::string& now,
                          const std::optional<std::string>& language, const std::vector<std::string>& passes_off) const {
    run::Request request;
    for (const std::string& name : passes_off) {
      if (!request.passes.turn_off(name)) throw nb::value_error(("there is no pass called " + name).c_str());
    }
    request.instruction = instruction;
    request.plan_text = plan;
    if (!now.empty()) request.now = value_or_raise(core::parse_timestamp(now), language_);
    if (language) request.language = language_or(language, language_);
    return request;
  }

  core::Language language_;
  std::unique_ptr<run::Session> session_;
};

}  // namespace

NB_MODULE(_native, module) {
  nb::class_<core::Cancel>(module, "Cancel")
      .def(nb::init<>())
      .def("request", &core::Cancel::request)
      .def("requested", &core::Cancel::requested);
  nb::class_<PyReport>(module, "Report")
      .def_ro("json", &PyReport::json)
      .def_ro("html", &PyReport::html)
      .def_ro("text", &PyReport::text);
  nb::class_<PySession>(module, "Session")
      .def(nb::init<const std::string&, const std::string&, const std::string&, const std::string&, nb::object>(),
           nb::arg("config") = "", nb::arg("model") = "", nb::arg("time_zone") = "", nb::arg("language") = "",
           nb::arg("progress") = nb::none())
      .def("answer", &PySession::answer, nb::arg("instruction"), nb::arg("plan"), nb::arg("now"),
           nb::arg("language").none(), nb::arg("cancel"), nb::arg("passes_off") = std::vector<std::string>())
      .def("propose", &PySession::propose, nb::arg("instruction"), nb::arg("plan"), nb::arg("now"),
           nb::arg("language").none(), nb::arg("cancel"), nb::arg("passes_off") = std::vector<std::string>())
      .def("replay", &PySession::replay, nb::arg("run_folder"), nb::arg("cancel"));
  module.attr("version") = RECOUPE_VERSION;
}
