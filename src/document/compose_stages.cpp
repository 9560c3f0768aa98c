// Services that run an image, as stages.

#include <utility>

#include "document/compose.h"
#include "read/text_builder.h"

namespace cudafit::document {

namespace {

using read::Form;
using read::Instruction;
using read::Keyword;

/// A text as an instruction would have to spell it, so that the build takes it as it is.
Text spelled(const Text& text) {
  if (text.value.find_first_of("$'\"\\`") == std::string::npos) return text;
  read::TextBuilder out(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text.value[i];
    if (c == '$' || c == '\'' || c == '"' || c == '\\' || c == '`') {
      const char escaped[2] = {'\\', c};
      out.replace({escaped, 2}, i, i + 1);
    } else {
      out.keep(i, i + 1);
    }
  }
  if (!text.complete) out.mark_incomplete();
  return out.take();
}

/// The words of a line, as Compose splits it: at blanks, with quotes.
std::vector<Text> split(const Text& line) {
  std::vector<Text> out;
  read::TextBuilder word(line);
  bool open = false;
  char quote = '\0';
  const auto end = [&] {
    if (!open) return;
    if (!line.complete) word.mark_incomplete();
    out.push_back(word.take());
    open = false;
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line.value[i];
    if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else if (c == '\\' && quote == '"' && i + 1 < line.size() &&
                 (line.value[i + 1] == '"' || line.value[i + 1] == '\\')) {
        ++i;
        word.keep(i, i + 1);
      } else {
        word.keep(i, i + 1);
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      open = true;
    } else if (c == '\\' && i + 1 < line.size()) {
      ++i;
      open = true;
      word.keep(i, i + 1);
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      end();
    } else {
      open = true;
      word.keep(i, i + 1);
    }
  }
  end();
  return out;
}

class Stages {
 public:
  void add(const read::ComposeService& service) {
    Instruction from = instruction(Keyword::from, Form::words, service.image->around());
    if (service.platform) {
      read::Flag platform;
      platform.text = Text("--platform=", {});
      platform.text.append(spelled(*service.platform));
      platform.span = service.platform->around();
      from.flags.push_back(std::move(platform));
    }
    from.arguments.push_back(spelled(*service.image));
    out_.instructions.push_back(std::move(from));
    // What the service mounts comes before what it starts.
    out_.instructions.push_back(instruction(Keyword::label, Form::none, service.name.around()));
    for (const read::ComposePair& pair : service.environment) {
      Instruction env = instruction(Keyword::env, Form::pairs, pair.name.around());
      Text value = pair.value ? spelled(*pair.value) : Text();
      if (!pair.value) value.complete = false;
      env.arguments.push_back(pair.name);
      env.arguments.push_back(std::move(value));
      out_.instructions.push_back(std::move(env));
    }
    command(Keyword::entrypoint, service.entrypoint);
    command(Keyword::cmd, service.command);
  }

  read::Dockerfile take() { return std::move(out_); }

 private:
  static Instruction instruction(Keyword keyword, Form form, Span span) {
    Instruction out;
    out.keyword = keyword;
    out.form = form;
    out.span = span;
    out.word = Text(read::name(keyword), {});
    return out;
  }

  void command(Keyword keyword, const read::ComposeCommand& written) {
    if (!written.written || written.words.empty()) return;
    Instruction out = instruction(keyword, Form::json, written.span);
    out.arguments = written.list ? written.words : split(written.words.front());
    if (!out.arguments.empty()) out_.instructions.push_back(std::move(out));
  }

  read::Dockerfile out_;
};

}  // namespace

read::Dockerfile service_stages(const ComposeProject& project, std::vector<std::size_t>& services) {
  Stages stages;
  for (std::size_t i = 0; i < project.services.size(); ++i) {
    const read::ComposeService& service = project.services[i];
    if (service.build || !service.image || service.image->empty()) continue;
    stages.add(service);
    services.push_back(i);
  }
  return stages.take();
}

}  // namespace cudafit::document
