// Scripts of the build context that a RUN runs: their commands become commands of the step.

#include <doctest/doctest.h>

#include <map>

#include "build.h"
#include "document/script_files.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

using Beside = std::map<std::string, std::string>;

/// A Dockerfile and what lies beside it, with its scripts read.
struct Project {
  MemoryFiles files;
  Sources sources;
  read::Dockerfile dockerfile;
  Document document;

  Project(const std::string& text, const Beside& others) {
    files.add("/p/Dockerfile", text);
    for (const auto& [name, bytes] : others) files.add("/p/" + name, bytes);
    const FileId id = sources.add("p/Dockerfile", text);
    dockerfile = read::parse_dockerfile(id, sources[id].bytes);
    document = evaluate(dockerfile, {}, test_images);
    const Context context(files, sources, document, "p/Dockerfile", "", "/p");
    follow_scripts(document, context);
  }

  std::vector<const Command*> commands() const {
    std::vector<const Command*> out;
    for (const Stage& stage : document.stages) {
      for (const Step& step : stage.steps) {
        for (const Command& command : step.commands) out.push_back(&command);
      }
    }
    return out;
  }
};

/// Commands in brackets stand in files: `^` for each shell around; `+` behind one whose script
/// follows, `~` where that is not all; `!` in front of one whose failure ends the build, `?` of one
/// that may not run.
std::string dump(const std::string& text, const Beside& others) {
  const Project project("FROM base AS first\nWORKDIR /w\n" + text, others);
  std::string out;
  for (const Command* command : project.commands()) {
    if (!out.empty()) out += " ; ";
    if (command->script >= 0) out += '[';
    out += std::string(static_cast<std::size_t>(command->nesting), '^');
    if (command->syntax.conditional) out += '?';
    if (command->syntax.failure == read::Failure::fatal) out += '!';
    for (std::size_t i = 0; i < command->words.size(); ++i) {
      if (i > 0) out += ' ';
      out += command->words[i].value + (command->words[i].complete ? "" : "?");
    }
    if (command->followed == Followed::whole) out += " +";
    if (command->followed == Followed::partly) out += " ~";
    if (command->script >= 0) out += ']';
  }
  for (const Stage& stage : project.document.stages) {
    for (const Step& step : stage.steps) {
      if (!step.understood) out += " (more)";
    }
  }
  return out;
}

/// Of `COPY . .` and one RUN.
std::string ran(const std::string& run, const Beside& others) {
  return dump("COPY . .\nRUN " + run + "\n", others);
}

}  // namespace

TEST_CASE("ways to run a script") {
  const Beside files{{"a.sh", "#!/bin/sh\nb\nc\n"}};
  const std::string all = " ; [^b] ; [^!c]";
  CHECK(ran("./a.sh", files) == "!./a.sh +" + all);
  CHECK(ran("/w/a.sh", files) == "!/w/a.sh +" + all);
  CHECK(ran("sh a.sh", files) == "!sh a.sh +" + all);
  CHECK(ran("bash -x ./a.sh", files) == "!bash -x ./a.sh +" + all);
  CHECK(ran("bash -e a.sh", files) == "!bash -e a.sh + ; [^!b] ; [^!c]");
  CHECK(ran("sudo -E bash a.sh", files) == "!sudo -E bash a.sh +" + all);
  CHECK(ran("chmod +x a.sh && ./a.sh", files) == "!chmod +x a.sh ; !./a.sh +" + all);
  CHECK(ran("cd / && w/a.sh", files) == "!cd / ; !w/a.sh +" + all);
  CHECK(ran("[\"./a.sh\", \"x\"]", files) == "!./a.sh x +" + all);
  CHECK(ran("bash -c './a.sh'", files) == "!bash -c ./a.sh ; ^!./a.sh + ; [^^b] ; [^^!c]");
  CHECK(dump("RUN --mount=type=bind,target=/m sh /m/a.sh\n", files) == "!sh /m/a.sh +" + all);
  CHECK(dump("COPY a.sh /usr/local/bin/\nRUN a.sh\n", files) == "!a.sh +" + all);
  CHECK(dump("COPY <<'EOF' /x\n#!/bin/bash -e\nb\nc\nEOF\nRUN /x\n", {}) ==
        "!/x + ; [^!b] ; [^!c]");
  CHECK(dump("COPY . .\nFROM base\nCOPY --from=0 /w/a.sh /s\nRUN /s\n", files) == "!/s +" + all);
}

TEST_CASE("what is no script that is known") {
  const Beside files{{"a.sh", "#!/bin/sh\nb\n"},
                     {"py", "#!/usr/bin/env python3\nimport b\n"},
                     {"bin", std::string("\x7f"
                                         "ELF\0",
                                         5)},
                     {"dos.sh", "#!/bin/sh\r\nb\r\n"},
                     {"none", ""}};
  CHECK(ran("./missing.sh", files) == "!./missing.sh");
  CHECK(ran("./py", files) == "!./py");
  CHECK(ran("./bin", files) == "!./bin");
  CHECK(ran("sh dos.sh", files) == "!sh dos.sh");
  CHECK(ran("./none", files) == "!./none");
  CHECK(ran("$(x)/a.sh", files) == "!/a.sh?");
  CHECK(ran("sh -n a.sh", files) == "!sh -n a.sh");
  CHECK(ran("bash --rcfile x a.sh", files) == "!bash --rcfile x a.sh");
  CHECK(ran("sh -s a.sh < x", files) == "!sh -s a.sh");
  CHECK(ran("cat ./a.sh", files) == "!cat ./a.sh");
  CHECK(ran("make ./a.sh", files) == "!make ./a.sh");
  CHECK(ran("conda run -n x ./a.sh", files) == "!conda run -n x ./a.sh");
  CHECK(ran("[\".\", \"./a.sh\"]", files) == "!. ./a.sh");
  CHECK(ran("sed -i s/b/c/ a.sh && ./a.sh", files) == "!sed -i s/b/c/ a.sh ; !./a.sh");
  CHECK(ran("git pull && ./a.sh", files) == "!git pull ; !./a.sh");
  CHECK(ran("curl -o a.sh u && sh a.sh", files) == "!curl -o a.sh u ; !sh a.sh");
  CHECK(dump("COPY . /other\nRUN ./a.sh\n", files) == "!./a.sh");
  CHECK(dump("RUN ./a.sh\nCOPY . .\n", files) == "!./a.sh");
}

TEST_CASE("scripts that containers start") {
  const Beside files{{"a.sh", "#!/bin/sh\nb\nc\n"}, {"e.sh", "set -e\nexec \"$@\"\n"}};
  const std::string all = " ; [^b] ; [^!c]";
  const auto start = [&](const std::string& text) { return dump("COPY . .\n" + text, files); };
  CHECK(start("CMD ./a.sh\n") == "!./a.sh +" + all);
  CHECK(start("CMD [\"/w/a.sh\"]\n") == "!/w/a.sh +" + all);
  CHECK(start("ENTRYPOINT [\"tini\", \"-g\", \"--\", \"./a.sh\"]\n") ==
        "!tini -g -- ./a.sh +" + all);
  CHECK(start("ENTRYPOINT [\"bash\", \"a.sh\"]\n") == "!bash a.sh +" + all);
  CHECK(start("HEALTHCHECK CMD ./a.sh\n") == "!./a.sh");

  // What stands there in the end, in the directory of the end.
  CHECK(start("CMD ./a.sh\nRUN sed -i s/b/c/ a.sh\n") == "!./a.sh ; !sed -i s/b/c/ a.sh");
  CHECK(start("CMD ./a.sh\nWORKDIR /\n") == "!./a.sh");
  CHECK(start("WORKDIR /\nCMD ./a.sh\nWORKDIR /w\n") == "!./a.sh +" + all);
  CHECK(start("CMD ./a.sh\nFROM first\nUSER x\n") == "!./a.sh +" + all);
  CHECK(start("CMD ./a.sh\nFROM first\nCOPY x a.sh\n") == "!./a.sh");
  CHECK(start("CMD ./a.sh\nFROM first\nCMD y\n") == "!./a.sh ; !y");
  CHECK(start("CMD ./a.sh\nCMD y\n") == "!./a.sh ; !y");
  CHECK(start("CMD ./a.sh\nFROM first\nFROM first\n") == "!./a.sh");

  // What the CMD hands to the ENTRYPOINT.
  CHECK(start("ENTRYPOINT [\"./e.sh\"]\nCMD [\"x\", \"y z\"]\n") ==
        "!./e.sh + ; [^set -e] ; [^!exec x y z] ; !x y z");
  CHECK(start("ENTRYPOINT [\"./e.sh\"]\n") == "!./e.sh + ; [^set -e] ; [^!exec]");
  CHECK(start("ENTRYPOINT [\"./e.sh\", \"q\"]\nCMD x y\n") ==
        "!./e.sh q + ; [^set -e] ; [^!exec q /bin/sh -c x y] ; !x y");
  CHECK(start("ENTRYPOINT [\"./e.sh\"]\nCMD x y\n") ==
        "!./e.sh + ; [^set -e] ; [^!exec /bin/sh -c x y] ; [^^!x y] ; !x y");
  CHECK(start("SHELL [\"bash\", \"-c\"]\nENTRYPOINT [\"./e.sh\"]\nCMD x y\n") ==
        "!./e.sh + ; [^set -e] ; [^!exec ?] ; !x y");
  CHECK(start("ENTRYPOINT ./e.sh\nCMD [\"x\"]\n") == "!./e.sh + ; [^set -e] ; [^!exec] ; !x");
  CHECK(start("ENTRYPOINT [\"./e.sh\"]\nCMD [\"./a.sh\"]\n") ==
        "!./e.sh + ; [^set -e] ; [^!exec ./a.sh +] ; [^^b] ; [^^!c] ; !./a.sh +" + all);
  // An ENTRYPOINT drops the CMD of what it builds on.
  CHECK(start("CMD [\"x\"]\nFROM first\nENTRYPOINT [\"./e.sh\"]\n") ==
        "!x ; !./e.sh + ; [^set -e] ; [^!exec]");
  // No ARG has its value any more.
  CHECK(dump("ARG A=1\nENV B=2\nCOPY . .\nCMD ./a.sh\n", {{"a.sh", "x $A $B\n"}}) ==
        "!./a.sh + ; [^!x ? 2]");
}

TEST_CASE("all parameters of a script") {
  CHECK(ran("./a.sh x 'y z'", {{"a.sh", "b \"$@\" c\n"}}) == "!./a.sh x y z + ; [^!b x y z c]");
  CHECK(ran("./a.sh x", {{"a.sh", "shift\nb \"${@}\"\n"}}) == "!./a.sh x + ; [^shift] ; [^!b]");
  CHECK(ran("./a.sh $(y)", {{"a.sh", "b \"$@\"\n"}}) == "!./a.sh ? + ; [^!b ?]");
  CHECK(ran("./a.sh x", {{"a.sh", "set -- y\nb \"$@\"\n"}}) ==
        "!./a.sh x + ; [^set -- y] ; [^!b ?]");
  CHECK(ran("./a.sh x", {{"a.sh", "f() { b \"$@\"; }\nf\n"}}) == "!./a.sh x + ; [^?b ?] ; [^!f]");
}

TEST_CASE("failures inside a script") {
  const auto run = [](const std::string& script, const std::string& call = "./a.sh") {
    return ran(call, {{"a.sh", script}});
  };
  CHECK(run("set -e\nb\nc\n") == "!./a.sh + ; [^set -e] ; [^!b] ; [^!c]");
  CHECK(run("#!/bin/bash -eu\nb\nc\n") == "!./a.sh + ; [^!b] ; [^!c]");
  CHECK(run("#!/usr/bin/env -S bash -e\nb\nc\n") == "!./a.sh + ; [^!b] ; [^!c]");
  CHECK(run("#!/bin/bash -e\nb\n", "bash a.sh || true") == "bash a.sh + ; [^b] ; ?true");
  CHECK(run("set -e\nb\n", "./a.sh || true") == "./a.sh + ; [^set -e] ; [^b] ; ?true");
  CHECK(run("set -e\nb\n", "if x; then ./a.sh; fi") == "x ; ?./a.sh + ; [^?set -e] ; [^?b]");
  CHECK(run("set -e\nb\nexit 0\nc\n") == "!./a.sh + ; [^set -e] ; [^!b] ; [^!exit 0] ; [^?c]");
  CHECK(run("if [ \"$X\" ]; then b; fi\n") == "!./a.sh + ; [^[  ]] ; [^?b]");
}

TEST_CASE("what a script is given") {
  const auto run = [](const std::string& call, const std::string& script) {
    return ran(call, {{"a.sh", script}});
  };
  CHECK(run("./a.sh 12 x", "b $1 ${2} ${3:-z} $4.") == "!./a.sh 12 x + ; [^!b 12 x z .]");
  CHECK(run("./a.sh $BASE", "b $1") == "!./a.sh image + ; [^!b image]");
  CHECK(run("./a.sh $SECRET y", "b $1 $2") == "!./a.sh ? y + ; [^!b ? ?]");
  CHECK(run("./a.sh \"$SECRET\" y", "b $1 $2") == "!./a.sh ? y + ; [^!b ? y]");
  CHECK(run("./a.sh *.x", "b $1") == "!./a.sh *.x + ; [^!b ?]");
  CHECK(run("./a.sh 1 2", "b $0 $# $@ $* $10") == "!./a.sh 1 2 + ; [^!b ? ? ? ? 0?]");
  CHECK(run("./a.sh 1 2", "b $1; shift; b $1") == "!./a.sh 1 2 + ; [^b 1] ; [^shift] ; [^!b 2]");
  CHECK(run("./a.sh 1 2", "set -eu; b $1; set -- 3; b $1") ==
        "!./a.sh 1 2 + ; [^set -eu] ; [^!b 1] ; [^!set -- 3] ; [^!b ?]");
  CHECK(run("./a.sh 1", "while b $1; do shift; done; b $1") ==
        "!./a.sh 1 + ; [^b 1] ; [^?shift] ; [^!b ?]");
  CHECK(run("./a.sh 1", "f() { b $1; }; f $1") == "!./a.sh 1 + ; [^?b ?] ; [^!f 1]");
  CHECK(run("./a.sh 1", "sh -c 'b $1'; b $1") == "!./a.sh 1 + ; [^sh -c b $1] ; [^^b ?] ; [^!b 1]");
  CHECK(run("A=1 ./a.sh", "b $A") == "!./a.sh + ; [^!b 1]");
  CHECK(run("A=1; ./a.sh", "b $A") == "!./a.sh + ; [^!b ]");
  CHECK(run("export A=1; ./a.sh; b $A", "A=2; b $A") ==
        "export A=1 ; ./a.sh + ; [^] ; [^b 2] ; !b 1");
  CHECK(run("cd /x && ./w.sh; cd /w; ./a.sh; pwd", "cd /y\npwd") ==
        "cd /x ; ?./w.sh ; cd /w ; ./a.sh + ; [^cd /y] ; [^pwd] ; !pwd");
}

TEST_CASE("a script that is read in") {
  const auto run = [](const std::string& call, const std::string& script) {
    return ran(call, {{"e.sh", script}});
  };
  CHECK(run(". ./e.sh && b $A", "A=1\nexport C=2\n") == "!. ./e.sh + ; [] ; [!export C=2] ; !b 1");
  CHECK(run("source e.sh; b $A", "A=1") == "source e.sh + ; [] ; !b 1");
  CHECK(run(". ./none.sh; b $A", "A=1") == ". ./none.sh ; !b ?");
  CHECK(run(". ./e.sh; b $A", "if x; then A=1; fi") == ". ./e.sh + ; [x] ; [?] ; !b ?");
  CHECK(run("(. ./e.sh); b $A", "A=1") == ". ./e.sh + ; [] ; !b ?");
  CHECK(run(". ./e.sh x; b $1", "b $1") == ". ./e.sh x + ; [b x] ; !b ?");
  CHECK(run("A=1 . ./e.sh; b", "b") == ". ./e.sh ; !b");
  // Whatever ends the file ends the shell that reads it in.
  CHECK(run(". ./e.sh; b", "x || exit 0") == ". ./e.sh + ; [x] ; [?exit 0] ; ?b");
  CHECK(run(". ./e.sh && b", "x || exit 1") == "!. ./e.sh + ; [x] ; [?exit 1] ; !b");
  CHECK(run(". ./e.sh; b", "f() { return 0; }") == ". ./e.sh + ; [?return 0] ; !b");
  CHECK(run("set -e; . ./e.sh; b; c", "set +e") == "set -e ; !. ./e.sh + ; [!set +e] ; ?b ; ?c");
  // A part that is not understood may set anything.
  CHECK(run(". ./e.sh; b $A", "A=1\nx 'y") == ". ./e.sh ~ ; [] ; [x ?] ; !b 1");
  CHECK(run(". ./e.sh; b $B", "x 'y") == ". ./e.sh ~ ; [x ?] ; !b ?");
}

TEST_CASE("scripts that run scripts") {
  CHECK(ran("./a.sh", {{"a.sh", "./b.sh $1 3\nx"}, {"b.sh", "y $2"}}) ==
        "!./a.sh + ; [^./b.sh  3 +] ; [^^y ?] ; [^!x]");
  CHECK(ran("./a.sh 1", {{"a.sh", ". ./b.sh\nx $A"}, {"b.sh", "A=$1"}}) ==
        "!./a.sh 1 + ; [^. ./b.sh +] ; [^] ; [^!x 1]");
  CHECK(ran("./a.sh", {{"a.sh", "./a.sh"}}) == "!./a.sh + ; [^!./a.sh]");
  CHECK(ran("./a.sh", {{"a.sh", ". ./b.sh"}, {"b.sh", ". ./a.sh"}}) ==
        "!./a.sh + ; [^!. ./b.sh +] ; [^!. ./a.sh]");
  // Only the call whose script is not understood is to blame.
  CHECK(ran("./a.sh && z", {{"a.sh", "./b.sh; x"}, {"b.sh", "y 'z"}}) ==
        "!./a.sh + ; [^./b.sh ~] ; [^^y ?] ; [^!x] ; !z");
  CHECK(ran("./a.sh", {{"a.sh", "sh -c \"$SECRET\"; x"}}).starts_with("!./a.sh ~"));
}

TEST_CASE("where the commands of a script stand") {
  const Project project("FROM base\nCOPY . .\nRUN ./a.sh\n", {{"a.sh", "b c\n"}});
  const Step& step = project.document.stages[0].steps[1];
  REQUIRE(step.commands.size() == 2);
  REQUIRE(step.scripts.size() == 1);
  CHECK(project.sources.text(step.commands[1].words[1].around()) == "c");
  CHECK(project.sources[step.commands[1].syntax.span.file].path.ends_with("a.sh"));
  CHECK(project.sources.text(step.scripts[0].call) == "./a.sh");
  CHECK(step.whole(step.commands[1]) == step.scripts[0].span);
  CHECK(step.whole(step.commands[0]) == step.instruction->span);
  CHECK(step.plainly_written(step.commands[1]));
  CHECK(step.mentions("b c"));
  CHECK_FALSE(step.mentions("b  c"));
}

TEST_CASE("limits of scripts") {
  std::string many = "FROM base\nCOPY . .\n";
  for (int i = 0; i < 1000; ++i) many += "RUN ./a.sh\n";
  const Project project(many, {{"a.sh", "b"}});
  CHECK(project.commands().size() == 1400);
  const std::string large(std::size_t{300} << 10, '\n');
  CHECK(ran("./a.sh", {{"a.sh", large + "b"}}) == "!./a.sh");
  // Each runs the next one twice.
  Beside tree;
  for (int i = 0; i < 20; ++i) {
    const std::string next = "./" + std::to_string(i + 1) + ".sh\n";
    tree[std::to_string(i) + ".sh"] = next + next;
  }
  CHECK(ran("./0.sh", tree).size() < 40000);
}
