// What BuildKit refuses in single instructions and between stages: flags, values, names. Every case
// here was put to BuildKit v0.34.2 (tests/oracle/instructions).

#include <doctest/doctest.h>

#include "build.h"

using namespace cudafit;
using namespace cudafit::document;

namespace {

struct Case {
  std::string text;   ///< behind FROM base
  std::string at;     ///< what the error points at
  std::string words;  ///< part of its message
};

void refused(const std::vector<Case>& cases, const std::string& before = "FROM base\n") {
  for (const Case& each : cases) {
    CAPTURE(each.text);
    const Built built = build(before + each.text + "\n");
    REQUIRE(built->errors.size() == 1);
    CAPTURE(built->errors[0].message);
    CHECK(built.at(built->errors[0].span) == each.at);
    CHECK(built->errors[0].message.find(each.words) != std::string::npos);
  }
}

void accepted(const std::vector<std::string>& texts, const std::string& before = "FROM base\n") {
  for (const std::string& text : texts) {
    CAPTURE(text);
    const Built built = build(before + text + "\n");
    std::string all;
    for (const BuildError& error : built->errors) all += error.message + "\n";
    CHECK(all.empty());
  }
}

}  // namespace

TEST_CASE("flags") {
  refused({
      {"COPY --form=a b c", "--form=a", "COPY has no flag --form; did you mean --from?"},
      {"COPY --xyzzy b c", "--xyzzy", "COPY has no flag --xyzzy"},
      {"COPY --from b c", "--from", "--from needs a value"},
      {"COPY --from=x --from=y b c", "--from=y", "--from is written twice"},
      {"COPY --link=yes b c", "--link=yes", "--link is true or false, not yes"},
      {"COPY --link= b c", "--link=", "--link is true or false"},
      {"ADD --from=x b c", "--from=x", "ADD has no flag --from"},
      {"RUN --mounts=type=cache,target=/x a", "--mounts=type=cache,target=/x", "mean --mount?"},
      {"RUN --mount a", "--mount", "--mount needs a value"},
      {"CMD --help", "--help", "CMD has no flags, but --help is read as one"},
      {"ENTRYPOINT --port=1 a", "--port=1", "ENTRYPOINT has no flags"},
      {"ENV --a=b C=d", "--a=b", "ENV has no flags"},
      {"ONBUILD --a RUN b", "--a", "ONBUILD has no flags"},
      {"HEALTHCHECK --intervall=1s CMD a", "--intervall=1s", "did you mean --interval?"},
  });
  accepted({
      "COPY --from=x --chown=1:1 --chmod=755 --link --parents --exclude=a --exclude=b c /d/",
      "COPY --link=TRUE b c",
      "ADD --keep-git-dir=true --checksum=sha256:0 --unpack --link=false http://a/b c",
      "RUN --mount=type=cache,target=/x --mount=type=tmpfs,target=/y --device=nvidia.com/gpu=all a",
      "RUN --network=none --security=insecure a",
      "ARG --anything A",
      "STOPSIGNAL --anything SIGTERM",
      "HEALTHCHECK --anything NONE",
      "HEALTHCHECK --interval=x NONE",
      "RUN -- --anything",
      "CMD a --help",
  });
  refused({{"FROM --platfrom=linux/amd64 b", "--platfrom=linux/amd64", "did you mean --platform?"},
           {"FROM --platform b", "--platform", "--platform needs a value"},
           {"FROM --platform=pdp11 b", "--platform=pdp11", "pdp11 is no platform"},
           {"FROM --platform=a:1 b", "--platform=a:1", "is no platform"},
           {"FROM --platform=linux/ b", "--platform=linux/", "is no platform"}},
          "");
  accepted({"FROM --platform=linux b", "FROM --platform=x86_64 b", "FROM --platform=any/thing b",
            "FROM --platform=$BUILDPLATFORM b"},
           "");
}

TEST_CASE("mounts, networks, security") {
  refused({
      {"RUN --mount=type=cach,target=/x a", "type=cach", "did you mean cache?"},
      {"RUN --mount=type=cache,targt=/x a", "targt=/x", "did you mean target?"},
      {"RUN --mount=type=cache, target=/x a", "type=cache,", "a comma too many"},
      {"RUN --mount=type=cache,target a", "target", "needs a value: target=VALUE"},
      {"RUN --mount=type=cache,sharing=some,target=/x a", "sharing=some", "shared, private or"},
      {"RUN --mount=type=bind,sharing=locked,target=/x a", "type=bind,sharing=locked,target=/x",
       "sharing= does not go with a mount of type bind"},
      {"RUN --mount=target=/x,uid=1 a", "target=/x,uid=1", "uid= does not go"},
      {"RUN --mount=type=cache,target=/x,mode=0999 a", "mode=0999", "an octal number"},
      {"RUN --mount=type=cache,target=/x,ro=maybe a", "ro=maybe", "true or false"},
      {"RUN --mount=required,type=ssh a", "required", "does not go with a mount of type bind"},
      {"RUN --mount=type=secret a", "type=secret", "needs an id or a target"},
      {"RUN --mount=type=secret,id=a,src=b a", "type=secret,id=a,src=b", "not both"},
      {"RUN --mount=type=bind,target=/ a", "type=bind,target=/", "mounted at /"},
      {"RUN --mount=from=$X,target=/x a", "from=$X", "takes no variables"},
      {"RUN --network=bridge a", "--network=bridge", "default, none or host"},
      {"RUN --security=off a", "--security=off", "sandbox or insecure"},
  });
  accepted({
      "RUN --mount=target=. a",
      "RUN --mount=type=secret,id=a,required a",
      "RUN --mount=type=secret,id=a,env=A a",
      "RUN --mount=type=ssh,id=a,mode=0600,uid=1,gid=2 a",
      "RUN --mount=type=tmpfs,target=/x,size=1g a",
      "RUN --mount=TYPE=Cache,Target=/x,sharing=LOCKED a",
      "RUN --mount=type=$T,required,target=/x a",
      "RUN --mount=type=cache,target=$X,uid=$U a",
  });
}

TEST_CASE("arguments") {
  refused({
      {"HEALTHCHECK", "HEALTHCHECK", "needs CMD and a command"},
      {"HEALTHCHECK curl a", "curl", "CMD or NONE, not curl"},
      {"HEALTHCHECK CMD", "CMD", "needs a command"},
      {"HEALTHCHECK CMD []", "CMD", "needs a command"},
      {"HEALTHCHECK NONE a", "a", "takes no command"},
      {"HEALTHCHECK --interval=30 CMD a", "--interval=30", "30 is no duration"},
      {"HEALTHCHECK --interval=1us CMD a", "--interval=1us", "at least 1ms"},
      {"HEALTHCHECK --retries=-1 CMD a", "--retries=-1", "0 or more"},
      {"SHELL /bin/sh -c", "SHELL", "needs a JSON array"},
      {"SHELL []", "SHELL", "needs a JSON array"},
      {"ENV =a", "a", "a name is missing"},
      {"LABEL a=b =c", "c", "a name is missing"},
      {"ARG =a", "=a", "a name is missing"},
      {"ARG", "ARG", "needs an argument"},
      {"ONBUILD", "ONBUILD", "needs an instruction"},
      {"ONBUILD FROM a", "FROM", "FROM may not stand behind ONBUILD"},
      {"ONBUILD maintainer a", "maintainer", "MAINTAINER may not stand"},
      {"ONBUILD ONBUILD RUN a", "ONBUILD", "ONBUILD may not stand"},
      {"COPY", "COPY", "source and a destination"},
      {"COPY []", "COPY", "source and a destination"},
      {"COPY a <<b\nb", "<<b", "a heredoc is a source"},
      {"RUN []", "RUN", "nothing to run"},
      {"USER", "USER", "needs an argument"},
      {"WORKDIR", "WORKDIR", "needs an argument"},
      {"MAINTAINER", "MAINTAINER", "needs an argument"},
      {"EXPOSE", "EXPOSE", "needs an argument"},
      {"VOLUME [\" \"]", " ", "is not empty"},
      {"VOLUME \"\"", "\"\"", "is not empty"},
      {"STOPSIGNAL SIGSTOPP", "SIGSTOPP", "there is no signal SIGSTOPP"},
      {"STOPSIGNAL 0", "0", "there is no signal 0"},
  });
  accepted({
      "CMD",
      "CMD []",
      "ENTRYPOINT",
      "ENTRYPOINT []",
      "ENTRYPOINT [\"\"]",
      "RUN",
      "WORKDIR \"\"",
      "ENV \"\"=a",
      "ONBUILD RNU a",
      "ONBUILD COPY a",
      "COPY <<a /b\na",
      "COPY <<a <<b /b/\na\nb",
      "HEALTHCHECK none",
      "HEALTHCHECK --interval=1m30.5s --timeout=0 --retries=03 --start-period= CMD a",
      "STOPSIGNAL sigrtmin+3",
      "STOPSIGNAL 9",
      "STOPSIGNAL $S",
      "USER a b",
      "MAINTAINER a b <c>",
  });
}

TEST_CASE("ports, modes, addresses") {
  refused({
      {"EXPOSE 80,443", "80,443", "80,443 is no port"},
      {"EXPOSE 80 65536", "65536", "65536 is no port"},
      {"EXPOSE 80/http", "80/http", "there is no protocol http"},
      {"EXPOSE 90-80", "90-80", "is no port"},
      {"EXPOSE x:80", "x:80", "x is no port of the host"},
      {"COPY --chmod=0999 a b", "--chmod=0999", "octal"},
      {"COPY --chmod=77777 a b", "--chmod=77777", "octal"},
      {"COPY --chmod=x a b", "--chmod=x", "octal"},
      {"COPY https://a/b c", "https://a/b", "ADD does"},
  });
  accepted({"EXPOSE 80 443/TCP 8000-8010/udp 53/sctp", "EXPOSE \"80\"", "EXPOSE 8080:80",
            "EXPOSE 127.0.0.1:8080:80", "EXPOSE $PORT", "EXPOSE ${A}-${B}/tcp", "EXPOSE 80/",
            "COPY --chmod=u=rwX,go-w,+x a b", "COPY --chmod=$M a b", "ADD https://a/b c"});
}

TEST_CASE("names of images and stages") {
  refused({{"FROM Base", "Base", "small letters"},
           {"FROM a/B:1", "a/B:1", "small letters"},
           {"FROM a:", "a:", "the tag behind `:` is empty"},
           {"FROM a:-1", "a:-1", "no tag"},
           {"FROM a@sha256:1", "a@sha256:1", "digest"},
           {"FROM a//b", "a//b", "is no name"},
           {"FROM a..b", "a..b", "is no name"},
           {"FROM \"\"", "\"\"", "empty"},
           {"FROM <image>", "<image>", "is no name"}},
          "");
  accepted({"FROM \"a\"", "FROM Host/a", "FROM a.b:5000/c__d/e-f.g:T_1.x",
            "FROM a:1@sha256:" + std::string(64, 'a'), "FROM scratch", "FROM $A",
            "ARG A=B\nFROM ${A}", "FROM localhost/a", "FROM [::1]:1/a"},
           "");
  const std::string two = "FROM a AS one\n";
  refused({{"FROM One", "One", "write one"},
           {"FROM b\nCOPY --from=Two/X c d", "--from=Two/X", "small letters"},
           {"FROM b\nCOPY --from=$A c d", "--from=$A", "takes no variables"},
           {"FROM b\nCOPY --from=2 c d", "--from=2", "there is no stage 2"},
           {"FROM b\nCOPY --from=-1 c d", "--from=-1", "there is no stage -1"},
           {"FROM b\nCOPY --from=1 c d", "--from=1", "from itself"},
           {"FROM b AS x\nCOPY --from=X c d", "--from=X", "from itself"},
           {"COPY --from=late c d\nFROM b AS late", "--from=late", "stage late is written below"},
           {"COPY --from=1 c d\nFROM b", "--from=1", "stage 1 is written below"},
           {"RUN --mount=from=late,target=/x c\nFROM b AS late", "--mount=from=late,target=/x",
            "written below"}},
          two);
  accepted(
      {"FROM one", "FROM b\nCOPY --from=ONE c d\nCOPY --from=0 c d", "COPY --from=other c d",
       "FROM b AS one\nCOPY --from=x/y c d", "FROM b\nCOPY --from=alpine c d\nCOPY --from=2 e f",
       "FROM b\nRUN --mount=from=one,target=/x c"},
      two);
}

TEST_CASE("one error of each instruction") {
  CHECK(build("FROM base\nCOPY --form=x --to=y a\n")->errors.size() == 1);
  CHECK(build("FROM base\nENV A=${ B=${\n")->errors.size() == 1);
  CHECK(build("FROM Base AS 1\nUSER\n")->errors.size() == 2);
}

TEST_CASE("a stage that copies from below is still followed") {
  BuildOptions options;
  options.target = "z";
  const Built built =
      build("FROM a AS x\nCOPY --from=y / /\nFROM b AS y\nFROM x AS z\n", std::move(options));
  for (const Stage& stage : built->stages) CHECK(stage.built);
}

TEST_CASE("templates") {
  struct Looks {
    std::string text;
    Shape shape;
  };
  for (const Looks& each : {
           Looks{"FROM base\n%%RUN%%\n", Shape::templated},
           Looks{"FROM base\n@RUN@\n", Shape::templated},
           Looks{"FROM @BASE@\n", Shape::templated},
           Looks{"FROM #BASE# AS x\n", Shape::templated},
           Looks{"FROM base\nARG A=@A@\n", Shape::templated},
           Looks{"FROM base\nENV A=\"@A@\"\n", Shape::templated},
           Looks{"FROM base\n$STEPS\n", Shape::templated},
           Looks{"FROM base\n${STEPS}\n", Shape::templated},
           Looks{"FROM base\n${{ steps }}\n", Shape::templated},
           Looks{"FROM base\n<% if a %>\nRUN a\n<% end %>\n", Shape::templated},
           Looks{"FROM base\n<<steps>>\n", Shape::templated},
           Looks{"FROM base\ninclude(`common.m4')\n", Shape::templated},
           Looks{"FROM base\nLABEL a={{ a }}\n", Shape::templated},
           Looks{"FROM base\nEXPOSE {{ port }}\n", Shape::templated},
           Looks{"FROM base\nHEALTHCHECK CMD docker inspect -f '{{.Id}}' a\n", Shape::dockerfile},
           Looks{"FROM base\nCMD docker ps --format '{{.Names}}'\n", Shape::dockerfile},
           Looks{"FROM base\nENV PS1='%% @@ <<'\n", Shape::dockerfile},
           Looks{"FROM base\nENV MAIL=me@home.org\n", Shape::dockerfile},
           Looks{"FROM base\nCOPY <<EOF /a\n{{ a }}\nEOF\n", Shape::dockerfile},
           Looks{"FROM base\nRUN a\n$v-sha.txt\n", Shape::dockerfile},
           Looks{"FROM base\nRUN a\n$A b\n", Shape::dockerfile},
           Looks{"FROM base\nRNU docker ps --format '{{.Names}}'\n", Shape::dockerfile},
       }) {
    CAPTURE(each.text);
    CHECK(build(each.text)->shape == each.shape);
  }
}
