// recoupe._native: a Session for Python. Reports cross as the contract's JSON and as HTML; the GIL is released while a
// run works, and Ctrl-C or the notebook's stop button cancels it within a poll. Its types: python/recoupe/_native.pyi.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "instruction/instruction.hpp"
#include "plan/complete.hpp"
#include "run/plan_parameters.hpp"
#include "run/replay.hpp"
#include "run/session.hpp"

namespace nb = nanobind;
using namespace recoupe;

namespace {

core::Language language_or(const std::optional<std::string>& word, core::Language fallback) {
  return word ? (*word == "fr" ? core::Language::fr : core::Language::en) : fallback;
}

/// Throws a RuntimeError whose text is the contract's error object as JSON.
[[noreturn]] void raise(const core::Error& error, core::Language language) {
  throw std::runtime_error(render::to_json(error, language).dump());
}

template <class T>
T value_or_raise(core::Result<T> result, core::Language language) {
  if (!result) raise(result.error(), language);
  return *std::move(result);
}

/// How far a run is: left by the thread that works, taken by the one that waits.
class LatestWords {
 public:
  void put(const core::Bilingual& words) {
    const std::lock_guard lock(mutex_);
    words_ = words;
  }
  std::optional<core::Bilingual> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(words_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::optional<core::Bilingual> words_;
};

/// What is to be logged: left by the threads that work, taken by the one that waits, like the words above.
class LatestEvents {
 public:
  void put(monitor::Level level, const std::string& words, const core::Json& json) {
    const std::lock_guard lock(mutex_);
    if (events_.size() < events_kept_max) events_.push_back({std::string(monitor::name_of(level)), words, json.dump()});
  }
  std::vector<std::array<std::string, 3>> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(events_, {});
  }

 private:
  static constexpr std::size_t events_kept_max = 10'000;  // between two looks
  std::mutex mutex_;
  std::vector<std::array<std::string, 3>> events_;
};

/// Hands events to Python's logging; with the GIL held. A handler that raises does not stop the run.
void log_events(LatestEvents& events, const nb::object& log) {
  for (const auto& [level, words, json] : events.take()) {
    if (log.is_none()) continue;
    try {
      log(level, words, json);
    } catch (nb::python_error& error) {
      error.discard_as_unraisable(log);
    }
  }
}

/// Does work on a thread of its own while this one waits without the GIL, looks at signals and tells how far the work
/// is: a progress function is called by the thread that asked, so that a notebook shows its words below the right cell.
template <class Work>
void run_interruptibly(const core::Cancel& cancel, LatestWords& words, LatestEvents& events, core::Language language,
                       const nb::object& progress, const nb::object& log, Work work) {
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  std::exception_ptr fault;
  std::thread worker([&] {
    try {
      work();
    } catch (...) {
      fault = std::current_exception();
    }
    const std::lock_guard lock(mutex);
    done = true;
    ended.notify_one();
  });
  std::optional<nb::python_error> stopped;  // by a signal, or by an error in the progress function
  const auto look_around = [&] {
    const nb::gil_scoped_acquire acquired;
    log_events(events, log);
    try {
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
      const auto latest = words.take();
      if (latest && !progress.is_none()) progress(latest->in(language));
    } catch (nb::python_error& error) {
      stopped.emplace(std::move(error));
      cancel.request();
    }
  };
  {
    const nb::gil_scoped_release released;
    for (bool finished = false; !finished;) {
      {
        std::unique_lock lock(mutex);
        finished = ended.wait_for(lock, std::chrono::milliseconds(core::Cancel::poll_ms), [&] { return done; });
      }
      if (!finished && !stopped) look_around();
    }
    worker.join();
  }
  log_events(events, log);
  if (stopped) throw nb::python_error(std::move(*stopped));
  if (fault) std::rethrow_exception(fault);
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

using Parameters = std::vector<std::pair<std::string, std::string>>;

class PySession {
 public:
  PySession(const std::string& config, const std::string& model, const std::string& time_zone,
            const std::string& language, nb::object log, const std::string& log_level)
      : log_(std::move(log)), language_(language.empty() ? run::locale_language() : language_or(language, core::Language::en)) {
    run::Config read = value_or_raise(run::load_config({config, model, time_zone, language}), language_);
    const auto sink = [this](const core::Bilingual& what) { words_.put(what); };
    auto monitor = run::make_monitor(read.log);
    if (const auto level = monitor::level_of(log_level); level && !log_.is_none())
      monitor->add(*level, monitor::make_function_sink([this](monitor::Level each, const std::string& words, const core::Json& json) {
        events_.put(each, words, json);
      }));
    session_ = std::make_unique<run::Session>(std::move(read), sink, std::move(monitor));
  }

  PyReport answer(const std::string& instruction, const std::string& plan, const std::string& now,
                  const std::optional<std::string>& language, const core::Cancel& cancel,
                  const std::vector<std::string>& passes_off, const nb::object& progress,
                  const Parameters& parameters) {
    run::Request request = request_of(instruction, plan, now, language, passes_off);
    return report_of(request, parameters, cancel, progress, [&] { return session_->answer(request, cancel); });
  }

  PyReport propose(const std::string& instruction, const std::string& plan, const std::string& now,
                   const std::optional<std::string>& language, const core::Cancel& cancel,
                   const std::vector<std::string>& passes_off, const nb::object& progress,
                   const Parameters& parameters) {
    run::Request request = request_of(instruction, plan, now, language, passes_off);
    return report_of(request, parameters, cancel, progress, [&] { return session_->propose(request, cancel).report; });
  }

  /// Gives what could stand at a place of a plan that is being written, as JSON; places count code points.
  std::string complete(const std::string& text, std::size_t place, const core::Cancel& cancel, const nb::object& progress) {
    std::optional<core::Result<catalog::Snapshot>> snapshot;
    run_interruptibly(cancel, words_, events_, language_, progress, log_, [&] { snapshot = session_->catalog(false, cancel); });
    const catalog::Snapshot known = value_or_raise(*std::move(snapshot), language_);
    std::size_t byte = 0;
    for (; place > 0 && byte < text.size(); --place) {
      do ++byte;
      while (byte < text.size() && (static_cast<unsigned char>(text[byte]) & 0xC0U) == 0x80U);
    }
    return plan::to_json(plan::complete(text, byte, known.catalog, language_)).dump();
  }

  std::string replay(const std::string& run_folder, const core::Cancel& cancel, const nb::object& progress) {
    std::optional<core::Result<run::Replay>> replayed;
    run_interruptibly(cancel, words_, events_, language_, progress, log_,
                      [&] { replayed = run::replay(*session_, run_folder, cancel); });
    const run::Replay value = value_or_raise(*std::move(replayed), language_);
    return core::Json::object({{"same", value.same}, {"original_digest", value.original_digest},
                               {"digest", value.report.answer.digest}, {"drift", value.drift.in(language_)}}).dump();
  }

 private:
  /// Puts values in place of the plan's parameters and makes the report.
  template <class Make>
  PyReport report_of(run::Request& request, const Parameters& parameters, const core::Cancel& cancel,
                     const nb::object& progress, Make make) {
    const core::Language language = request.language ? *request.language
                                    : request.instruction.empty()
                                        ? language_
                                        : instruction::detect_language(request.instruction, language_);
    std::vector<plan::Parameter> given;
    for (const auto& [name, value] : parameters) given.push_back({name, value});
    std::optional<PyReport> report;
    std::optional<core::Error> refused;
    run_interruptibly(cancel, words_, events_, language, progress, log_, [&] {
      auto text = run::with_parameters(*session_, request.plan_text, given, cancel);
      if (!text) {
        refused = std::move(text).error();
        return;
      }
      request.plan_text = *std::move(text);
      report = report_for_python(make());
    });
    if (refused) raise(*refused, language);
    return *std::move(report);
  }

  run::Request request_of(const std::string& instruction, const std::string& plan, const std::string& now,
                          const std::optional<std::string>& language,
                          const std::vector<std::string>& passes_off) const {
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

  nb::object log_;
  core::Language language_;
  LatestWords words_;
  LatestEvents events_;
  std::unique_ptr<run::Session> session_;
};

}  // namespace

NB_MODULE(_native, module) {
  nb::set_leak_warnings(false);  // what an uncaught error still holds at exit is no leak
  nb::class_<core::Cancel>(module, "Cancel")
      .def(nb::init<>())
      .def("request", &core::Cancel::request)
      .def("requested", &core::Cancel::requested);
  nb::class_<PyReport>(module, "Report")
      .def_ro("json", &PyReport::json)
      .def_ro("html", &PyReport::html)
      .def_ro("text", &PyReport::text);
  nb::class_<PySession>(module, "Session")
      .def(nb::init<const std::string&, const std::string&, const std::string&, const std::string&, nb::object, const std::string&>(),
           nb::arg("config") = "", nb::arg("model") = "", nb::arg("time_zone") = "", nb::arg("language") = "",
           nb::arg("log").none() = nb::none(), nb::arg("log_level") = "info")
      .def("answer", &PySession::answer, nb::arg("instruction"), nb::arg("plan"), nb::arg("now"),
           nb::arg("language").none(), nb::arg("cancel"), nb::arg("passes_off") = std::vector<std::string>(),
           nb::arg("progress").none() = nb::none(), nb::arg("parameters") = Parameters())
      .def("propose", &PySession::propose, nb::arg("instruction"), nb::arg("plan"), nb::arg("now"),
           nb::arg("language").none(), nb::arg("cancel"), nb::arg("passes_off") = std::vector<std::string>(),
           nb::arg("progress").none() = nb::none(), nb::arg("parameters") = Parameters())
      .def("complete", &PySession::complete, nb::arg("text"), nb::arg("place"), nb::arg("cancel"),
           nb::arg("progress").none() = nb::none())
      .def("replay", &PySession::replay, nb::arg("run_folder"), nb::arg("cancel"),
           nb::arg("progress").none() = nb::none());
  module.def("parameter_names", &plan::parameter_names, nb::arg("plan"));
  module.attr("version") = RECOUPE_VERSION;
}
