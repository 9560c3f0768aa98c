// NVIDIA's apt keys: what fetches the old one, who needs it still, and the edits.

#include <doctest/doctest.h>

#include <algorithm>

#include "gathered.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

const std::string repositories = "https://developer.download.nvidia.com/compute/cuda/repos/";
const std::string ml = "https://developer.download.nvidia.com/compute/machine-learning/repos/";

/// System, what keeps the key, which edits there are.
std::string fetch_lines(const Gathered& all) {
  Line out("; ");
  for (const OldKeyFetch& each : all.facts.old_key_fetches) {
    Line line;
    line.add(each.system.empty() ? "?" : each.system);
    line.add_if(each.needed, "needed");
    line.add_if(each.checked, "checked");
    line.add_if(!each.replace.empty(), "replace");
    line.add_if(!each.add.empty(), "add");
    out.add(line.take());
  }
  return out.take();
}

std::string added(const std::string& text) {
  const Gathered all = gather_stage(text);
  REQUIRE(all.facts.old_key_fetches.size() == 1);
  REQUIRE(all.facts.old_key_fetches[0].add.size() == 1);
  const Edit& edit = all.facts.old_key_fetches[0].add[0];
  std::string out = all.text;
  out.replace(edit.span.begin, edit.span.size(), edit.text);
  return out.substr(std::string("FROM base\n").size());
}

}  // namespace

TEST_CASE("fetches of the old key") {
  const std::string url = repositories + "ubuntu2004/x86_64/7fa2af80.pub";
  const std::string list = "RUN echo 'deb " + ml + "ubuntu2004/x86_64 /' > /etc/apt/sources.list\n";
  struct Case {
    std::string text, expected;
  };
  const Case cases[] = {
      {"RUN apt-key adv --fetch-keys " + url + "\n", "ubuntu2004 replace add"},
      {"RUN apt-key adv --fetch-keys " + repositories + "ubuntu2004/x86_64/3bf863cc.pub\n", ""},
      {"RUN apt-key adv --fetch-keys " + ml + "ubuntu2004/x86_64/7fa2af80.pub\n", ""},
      {"RUN echo " + url + "\n", ""},
      {"RUN if false; then apt-key adv --fetch-keys " + url + "; fi\n", ""},
      {"RUN curl -fsSL " + url + " | apt-key add -\n", "ubuntu2004 replace add"},
      {"RUN wget -qO- " + url + " | sudo apt-key add -\n", "ubuntu2004 replace add"},
      {"RUN curl -fsSL " + url + " | gpg --dearmor -o /usr/share/keyrings/n.gpg\n",
       "ubuntu2004 replace"},
      {"RUN curl -fsSL " + url + " | tee /k | apt-key add -\n", "ubuntu2004 replace"},
      {"RUN wget " + url + " -O /k && apt-key add /k\n", "ubuntu2004 replace"},
      {"RUN wget " + url + " && apt-key add 7fa2af80.pub\n", "ubuntu2004 needed replace"},
      {"ADD " + url + " /k\n", "ubuntu2004 replace"},
      {"RUN apt-key adv --fetch-keys " + url + "\n" + list, "ubuntu2004 needed replace add"},
      {"RUN apt-key adv --fetch-keys " + url + "\nFROM other\n" + list, "ubuntu2004 replace add"},
      {list + "FROM b${TARGETARCH}\nRUN apt-key adv --fetch-keys " + url + "\n",
       "ubuntu2004 needed replace add"},
      {"FROM other\nRUN apt-key adv --fetch-keys " + url +
           " && echo \"deb ${REPOSITORY} /\" > /etc/apt/sources.list.d/x.list\n",
       "ubuntu2004 needed replace add"},
      {"ARG A\nRUN apt-key adv --fetch-keys " + url + " && echo \"deb " + repositories +
           "ubuntu2004/$(arch) /\" > /etc/apt/sources.list.d/x.list\n",
       "ubuntu2004 replace add"},
      {"RUN apt-key adv --fetch-keys " + url + " && apt-key list\n",
       "ubuntu2004 checked replace add"},
      {"RUN apt-key adv --fetch-keys " + url + "\nRUN sha256sum -c x\n", "ubuntu2004 replace add"},
      {"RUN curl -o /k " + url + "\nRUN sha256sum -c x\n", "ubuntu2004 checked replace"},
      {"ARG OS\nRUN apt-key adv --fetch-keys " + repositories + "ubuntu$OS/x86_64/7fa2af80.pub\n",
       "? replace add"},
      {"ARG A\nRUN apt-key adv --fetch-keys " + repositories + "ubuntu2004/$A/7fa2af80.pub\n",
       "ubuntu2004 replace add"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(fetch_lines(gather_stage(each.text)) == each.expected);
  }
}

TEST_CASE("the new key is fetched in front of the old one, on a line like its line") {
  const std::string old = repositories + "ubuntu2004/x86_64/7fa2af80.pub";
  const std::string fresh = repositories + "ubuntu2004/x86_64/3bf863cc.pub";
  CHECK(added("RUN curl " + old + " | apt-key add -\n") ==
        "RUN curl " + fresh + " | apt-key add - && curl " + old + " | apt-key add -\n");
  CHECK(added("RUN a && \\\n    curl " + old + " | apt-key add - && \\\n    b\n") ==
        "RUN a && \\\n    curl " + fresh + " | apt-key add - && \\\n    curl " + old +
            " | apt-key add - && \\\n    b\n");
  CHECK(added("RUN a \\\n    && apt-key adv --fetch-keys " + old + "\n") ==
        "RUN a \\\n    && apt-key adv --fetch-keys " + fresh + " && apt-key adv --fetch-keys " +
            old + "\n");
  CHECK(added("RUN <<EOF\nset -e\n  apt-key adv --fetch-keys " + old + "\nEOF\n") ==
        "RUN <<EOF\nset -e\n  apt-key adv --fetch-keys " + fresh +
            " && \\\n  apt-key adv --fetch-keys " + old + "\nEOF\n");
}

TEST_CASE("lists that are read without their key") {
  const std::string list = "echo 'deb " + ml + "ubuntu2004/x86_64 /' > /etc/apt/sources.list.d/n";
  const auto updates = [](const std::string& text) {
    const Gathered all = gather_stage(text);
    Line out("; ");
    for (const KeylessUpdate& each : all.facts.keyless_updates) out.add(all.at(each.update));
    return out.take();
  };
  CHECK(updates("RUN " + list + " && apt-get update\nRUN apt-get update -y\n") == "apt-get update");
  CHECK(updates("RUN " + list + "\nRUN apt update -y\n") == "apt update -y");
  CHECK(updates("RUN apt-get update && " + list + "\n").empty());
  CHECK(updates("RUN " + list + " && apt-get update || true\n").empty());
  CHECK(updates("RUN " + list + "; rm /etc/apt/sources.list.d/n; apt-get update\n").empty());
  CHECK(updates("RUN " + list + "\nCOPY k /etc/apt/trusted.gpg.d/\nRUN apt-get update\n").empty());
  CHECK(updates("RUN apt-key add /k && " + list + " && apt-get update\n").empty());
}
