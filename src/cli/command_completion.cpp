#include <memory>

#include "cli/options.hpp"

namespace recoupe::cli {
namespace {

struct Verb {
  std::string path;   // "recoupe mcp"
  std::string words;  // what can follow it: verbs and options, with a space between
};

/// Lists the program's verbs with what can follow each; options of all verbs stand with each of them.
void collect(CLI::App& app, const std::string& path, const std::string& shared, std::vector<Verb>& out) {
  Verb verb{path, {}};
  std::string options;
  for (CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; })) verb.words += below->get_name() + " ";
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames())
      if ((" " + shared).find(" --" + name + " ") == std::string::npos) options += "--" + name + " ";
  verb.words += options + shared;
  out.push_back(verb);
  const std::string inherited = shared.empty() ? options : shared;
  for (CLI::App* below : app.get_subcommands([](const CLI::App*) { return true; }))
    collect(*below, path + " " + below->get_name(), inherited, out);
}

/// Writes a shell function's cases: a verb's path, then what prints its words.
std::string cases(const std::vector<Verb>& verbs, std::string_view before, std::string_view between, std::string_view after) {
  std::string out;
  for (const Verb& verb : verbs) out.append(before).append(verb.path).append(between).append(verb.words).append(after);
  return out;
}

/// What bash and zsh share: the words that can follow a verb.
std::string words_function(const std::vector<Verb>& verbs) {
  return "_recoupe_words() {\n  case \"$1\" in\n" + cases(verbs, "    '", "') echo '", "' ;;\n") + "  esac\n}\n";
}

std::string bash_script(const std::vector<Verb>& verbs) {
  return words_function(verbs) +
         "_recoupe() {\n"
         "  local verb=recoupe word\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    [[ -n $(_recoupe_words \"$verb $word\") ]] && verb=\"$verb $word\"\n"
         "  done\n"
         "  COMPREPLY=($(compgen -W \"$(_recoupe_words \"$verb\")\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o default -F _recoupe recoupe\n";
}

std::string zsh_script(const std::vector<Verb>& verbs) {
  return "#compdef recoupe\n" + words_function(verbs) +
         "_recoupe() {\n"
         "  local verb=recoupe word\n"
         "  for word in \"${words[@]:1:$((CURRENT - 2))}\"; do\n"
         "    [[ -n $(_recoupe_words \"$verb $word\") ]] && verb=\"$verb $word\"\n"
         "  done\n"
         "  compadd -- ${=$(_recoupe_words \"$verb\")} || _files\n"
         "}\n"
         "compdef _recoupe recoupe\n";
}

std::string fish_script(const std::vector<Verb>& verbs) {
  return "function __recoupe_words\n  switch \"$argv[1]\"\n" + cases(verbs, "    case '", "'\n      string split -n -- ' ' '", "'\n") +
         "  end\n"
         "end\n"
         "function __recoupe_candidates\n"
         "  set -l verb recoupe\n"
         "  for word in (commandline -opc)[2..-1]\n"
         "    test -n \"$(__recoupe_words \"$verb $word\")\"; and set verb \"$verb $word\"\n"
         "  end\n"
         "  __recoupe_words $verb\n"
         "end\n"
         "complete -c recoupe -a '(__recoupe_candidates)'\n";
}

}  // namespace

void add_completion(Registry registry) {
  CLI::App* command = registry.app.add_subcommand("completion", "Print a shell's completion script: source <(recoupe completion bash)");
  auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([shell, &app = registry.app, &chosen = registry.chosen] {
    chosen = [shell, &app](const Options& options) {
      std::vector<Verb> verbs;
      collect(app, "recoupe", "", verbs);
      const auto script = *shell == "bash" ? bash_script : *shell == "zsh" ? zsh_script : fish_script;
      return write_text(options, script(verbs));
    };
  });
}

}  // namespace recoupe::cli
