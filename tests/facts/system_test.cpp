// What the system's package managers and NVIDIA's installers are asked for.

#include <doctest/doctest.h>

#include "gathered.h"

using namespace cudafit;
using namespace cudafit::facts;

namespace {

std::string_view name(Installer tool) {
  switch (tool) {
    case Installer::apt:
      return "apt";
    case Installer::dnf:
      return "dnf";
    case Installer::apk:
      return "apk";
    case Installer::zypper:
      return "zypper";
    default:
      return "?";
  }
}

std::string packages(const std::vector<SystemPackageName>& names) {
  Line out;
  for (const SystemPackageName& each : names) {
    out.add(each.name + (each.version.empty() ? "" : "=" + each.version) + (each.known ? "" : "?") +
            (each.version_known ? "" : "=?"));
  }
  return out.take();
}

std::string system_lines(const Gathered& all) {
  Line out("; ");
  for (const SystemInstall& install : all.facts.system_installs) {
    Line line;
    line.add_if(install.tool != Installer::apt, name(install.tool));
    line.add_if(!install.packages.empty(), packages(install.packages));
    line.add_if(install.upgrades, "upgrade");
    line.add_if(!install.complete, "more");
    if (install.certainty != Certainty::certain) line.add(words_of(install.certainty));
    const std::string text = line.take();
    out.add(text.empty() ? "nothing" : text);
  }
  for (const SystemRemoval& removal : all.facts.system_removals) {
    Line line;
    line.add("remove");
    line.add_if(!removal.packages.empty(), packages(removal.packages));
    line.add_if(removal.automatic, "automatic");
    line.add_if(!removal.complete, "more");
    out.add(line.take());
  }
  return out.take();
}

std::string runfile_lines(const Gathered& all) {
  Line out("; ");
  for (const Runfile& each : all.facts.runfiles) {
    Line line;
    line.add(each.file);
    line.add_if(!each.words.empty(), joined(each.words, " "));
    line.add_if(!each.options_known, "?");
    line.add("at " + all.at(each.name_span));
    if (each.certainty != Certainty::certain) line.add(words_of(each.certainty));
    out.add(line.take());
  }
  return out.take();
}

struct Case {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("apt") {
  for (const Case& each : {
           Case{
               "apt-get update && apt-get install -y --no-install-recommends git python3-pip && rm "
               "-rf /var/lib/apt/lists/*",
               "git python3-pip"},
           Case{"apt install -yqq gcc g++ libstdc++6", "gcc g++ libstdc++6"},
           Case{"DEBIAN_FRONTEND=noninteractive apt-get -qq install -y gcc", "gcc"},
           Case{"sudo -E apt-get -o Acquire::Retries=3 install gcc", "gcc"},
           Case{"apt-get install -t jammy-backports -y gcc", "gcc"},
           Case{"apt-get install -y libcudnn8=8.9.7.29-1+cuda12.2 python3/jammy libc6:i386",
                "libcudnn8=8.9.7.29-1+cuda12.2 python3 libc6"},
           Case{"apt-get install -y --allow-change-held-packages libnccl2=2.18.3-1+cuda12.1",
                "libnccl2=2.18.3-1+cuda12.1"},
           Case{"apt-get install -y gcc vim-", "gcc"},
           Case{"apt-get install -y 'libcudnn8*' gcc", "libcudnn8*? gcc"},
           Case{"apt-get install -y libcudnn8* gcc", "libcudnn8*? gcc"},
           Case{"apt-get install -y libcudnn8{,-dev}", "libcudnn8{,-dev}?"},
           Case{"apt-get install -y libcudnn8=8.9.* gcc", "libcudnn8=8.9.* gcc"},
           Case{"apt-get install -y $(cat packages.txt) gcc", "gcc more"},
           Case{"apt-get install -y libcudnn8=$(x) gcc", "libcudnn8=? gcc"},
           Case{"apt-get install -y cuda-toolkit-$(x)", "cuda-toolkit-?=?"},
           Case{"xargs -a packages.txt apt-get install -y", "more"},
           Case{"cat packages.txt | xargs sudo apt-get install -y gcc", "gcc more"},
           Case{"apt-get install -y --some-new-option gcc", "gcc more"},
           Case{"apt-get build-dep -y python3", "more"},
           Case{"apt-get upgrade -y && apt-get dist-upgrade", "upgrade; upgrade"},
           Case{"apt-get upgrade -y openssl", "openssl"},
           Case{"apt-get install --download-only gcc; apt-get -s install gcc; apt list", ""},
           Case{"apt-get -f install", "nothing"},
           Case{"apt-get install ./tool_1.2_amd64.deb /tmp/other.deb", "tool=1.2 other?"},
           Case{"wget -O /tmp/k.deb https://h/cuda-keyring_1.1-1_all.deb && dpkg -i /tmp/k.deb",
                "cuda-keyring=1.1-1"},
           Case{"wget https://h/cuda-repo-ubuntu2204-12-4-local_12.4.1-550.54.15-1_amd64.deb && "
                "dpkg -i "
                "cuda-repo-ubuntu2204-12-4-local_12.4.1-550.54.15-1_amd64.deb",
                "cuda-repo-ubuntu2204-12-4-local=12.4.1-550.54.15-1"},
           Case{"dpkg -i *.deb", "*? more"},
           Case{"dpkg -i $DEB", "more"},
           Case{"dpkg -l | grep cuda; dpkg --add-architecture i386", ""},
           Case{"dpkg --purge x", "remove x"},
           Case{"apt-get purge -y --auto-remove gcc make", "remove gcc make automatic"},
           Case{"apt-get autoremove -y", "remove automatic"},
           Case{"apt-get install gcc || true", "gcc tolerated"},
           Case{"if x; then apt-get install gcc; fi", "gcc possible"},
           Case{"install_packages gcc", "gcc"},
           Case{"P='gcc g++' && apt-get install $P", "gcc g++"},
           Case{"apt-get update \\\n # comment gcc\n && apt-get install -y \\\n  # C\n  gcc \\\n  "
                "make",
                "gcc make"},
           Case{"echo apt-get install gcc", ""},
       }) {
    CAPTURE(each.text);
    CHECK(system_lines(gather_text("FROM other\nRUN " + each.text + "\n")) == each.expected);
  }
}

TEST_CASE("dnf, yum, apk, zypper, rpm") {
  for (const Case& each : {
           Case{"yum install -y gcc-c++ && yum clean all", "dnf gcc-c++"},
           Case{"dnf -y install --setopt=install_weak_deps=False cuda-toolkit-12-4",
                "dnf cuda-toolkit-12-4"},
           Case{"dnf install -y libcudnn8-8.9.0.131-1.cuda12.1 python3.11 gcc-toolset-11-gcc",
                "dnf libcudnn8=8.9.0.131-1.cuda12.1 python3.11 gcc-toolset-11-gcc"},
           Case{"dnf install -y java-1.8.0-openjdk glibc.i686 cuda-nvcc-12-4-12.4.131-1",
                "dnf java-1.8.0-openjdk glibc cuda-nvcc-12-4=12.4.131-1"},
           Case{"yum install -y --enablerepo=x nvidia-driver-3:550.54.15-1.el8",
                "dnf nvidia-driver=3:550.54.15-1.el8"},
           Case{"microdnf install -y python3", "dnf python3"},
           Case{"dnf install -y cuda-libraries-12-4-$(x) cuda-nvcc-$(x) libnccl-$(x)",
                "dnf cuda-libraries-12-4=? cuda-nvcc-?=? libnccl-?=?"},
           Case{"dnf groupinstall -y 'Development Tools'", "dnf more"},
           Case{"dnf install -y @development gcc", "dnf @development? gcc more"},
           Case{"dnf module list && dnf module enable -y python39", ""},
           Case{"dnf config-manager --add-repo https://h/cuda.repo && dnf clean all", ""},
           Case{"yum install -y https://h/epel-release-latest-8.noarch.rpm",
                "dnf epel-release=latest-8"},
           Case{"rpm -ivh x-1.2-3.x86_64.rpm; rpm -q x; rpm --import key", "dnf x=1.2-3 tolerated"},
           Case{"dnf remove -y gcc", "remove gcc automatic"},
           Case{"dnf update -y", "dnf upgrade"},
           Case{"apk add --no-cache --virtual .deps gcc python3~=3.11 py3-pip@edge 'x>1'",
                "apk gcc python3=~=3.11 py3-pip x=>1"},
           Case{"apk --no-cache add gcc !vim", "apk gcc"},
           Case{"apk del .deps", "remove .deps automatic"},
           Case{"zypper -n install -y gcc python3=3.6", "zypper gcc python3=3.6"},
           Case{"zypper --non-interactive in -t pattern devel_basis", "zypper devel_basis"},
       }) {
    CAPTURE(each.text);
    CHECK(system_lines(gather_text("FROM other\nRUN " + each.text + "\n")) == each.expected);
  }
}

TEST_CASE("NVIDIA's installers") {
  for (const Case& each : {
           Case{"RUN sh cuda_12.4.1_550.54.15_linux.run --silent --toolkit",
                "cuda_12.4.1_550.54.15_linux.run --silent --toolkit at "
                "cuda_12.4.1_550.54.15_linux.run"},
           Case{"RUN ./NVIDIA-Linux-x86_64-550.54.15.run -s --no-kernel-module",
                "NVIDIA-Linux-x86_64-550.54.15.run -s --no-kernel-module at "
                "./NVIDIA-Linux-x86_64-550.54.15.run"},
           Case{"RUN wget -q https://h/cuda_11.8.0_520.61.05_linux.run -O /tmp/cuda.run && bash "
                "/tmp/cuda.run --silent --toolkit",
                "cuda_11.8.0_520.61.05_linux.run --silent --toolkit at /tmp/cuda.run"},
           Case{"RUN curl -o cuda.run https://h/cuda_11.8.0_520.61.05_linux.run\nRUN chmod +x "
                "cuda.run && "
                "./cuda.run --silent",
                "cuda_11.8.0_520.61.05_linux.run --silent at ./cuda.run"},
           Case{"RUN sh /tmp/cuda.run --silent", "cuda.run --silent at /tmp/cuda.run"},
           Case{"RUN sh ./other.run", ""},
           Case{"RUN sh cuda_1_linux.run $FLAGS $(x)", "cuda_1_linux.run  ? at cuda_1_linux.run"},
           Case{"RUN sh cuda_1_linux.run || true",
                "cuda_1_linux.run at cuda_1_linux.run tolerated"},
           Case{"RUN chmod +x cuda_1_linux.run && rm cuda_1_linux.run", ""},
           Case{"RUN wget https://h/cudnn-linux-x86_64-8.9.7.29_cuda12-archive.tar.xz -O c.txz && "
                "tar "
                "-xf c.txz",
                "cudnn-linux-x86_64-8.9.7.29_cuda12-archive.tar.xz at c.txz"},
       }) {
    CAPTURE(each.text);
    CHECK(runfile_lines(gather_text("FROM base\n" + each.text + "\n")) == each.expected);
  }
  const Gathered windows = gather_text(
      "# escape=`\nFROM mcr.microsoft.com/windows:ltsc2019\nRUN curl -o c.exe "
      "https://h/cuda_12.4.1_551.78_windows.exe\nRUN .\\cuda_12.4.1_551.78_windows.exe -s "
      "nvcc_12.4\n");
  CHECK(runfile_lines(windows) ==
        "cuda_12.4.1_551.78_windows.exe -s nvcc_12.4 ? at .\\cuda_12.4.1_551.78_windows.exe "
        "possible");
}

namespace {

std::string source_lines(const Gathered& all) {
  Line out("; ");
  for (const PackageHold& hold : all.facts.package_holds) {
    Line line;
    line.add(hold.holds == Known::yes ? "hold" : hold.holds == Known::no ? "unhold" : "may hold");
    line.add_if(!hold.names.empty(), joined(hold.names, " "));
    line.add_if(!hold.complete, "more");
    out.add(line.take());
  }
  for (const SourceChange& change : all.facts.source_changes)
    out.add(change.refresh ? "refresh" : "change");
  return out.take();
}

}  // namespace

TEST_CASE("what apt holds, and where it takes packages from") {
  const std::vector<Case> cases = {
      {"RUN apt-mark hold libnccl2 libnccl-dev:amd64", "hold libnccl2 libnccl-dev"},
      {"RUN apt-mark unhold $(apt-mark showhold)", "unhold more"},
      {"RUN apt-mark showhold", ""},
      {"RUN echo 'libnccl2 install' | dpkg --set-selections", "may hold more"},
      {"RUN apt-get update && apt-get install -y git", "refresh"},
      {"RUN if test -n \"$X\"; then apt-get update; fi", ""},
      {"RUN echo 'deb http://example.com x main' > /etc/apt/sources.list.d/x.list", "change"},
      {"COPY x.list /etc/apt/sources.list.d/", "change"},
      {"RUN dpkg -i cuda-repo.deb", "change"},
      {"RUN wget https://example.com/cuda-keyring_1.1-1_all.deb", "change"},
      {"RUN apt-get install -y software-properties-common", ""},
  };
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(source_lines(gather_stage(each.text)) == each.expected);
  }
}

TEST_CASE("options of apt, the word behind which they stand, and tools without repositories") {
  const Gathered all = gather_stage(
      "RUN apt-get -qq install -y --allow-downgrades git\n"
      "RUN apt-get purge --auto-remove git\n"
      "RUN dpkg -i ./x.deb && dpkg -r git\n");
  REQUIRE(all.facts.system_installs.size() == 2);
  REQUIRE(all.facts.system_removals.size() == 2);
  const SystemInstall& install = all.facts.system_installs[0];
  CHECK(joined(install.options, " ") == "-q -q -y --allow-downgrades");
  CHECK(all.at(install.action) == "install");
  CHECK(install.resolves);
  CHECK_FALSE(all.facts.system_installs[1].resolves);
  CHECK(all.at(all.facts.system_removals[0].action) == "purge");
  CHECK(all.facts.system_removals[0].resolves);
  CHECK_FALSE(all.facts.system_removals[1].resolves);
}

TEST_CASE("Windows: only the address of the index of torch is known") {
  const Gathered all = gather_text(
      "# escape=`\n"
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"
      "RUN python -m pip install torch --index-url https://download.pytorch.org/whl/cu124\n"
      "RUN python -m pip install torch --index-url https://download.pytorch.org/whl/cpu\n");
  REQUIRE(all.facts.windows_cuda.size() == 1);
  CHECK(all.facts.windows_cuda[0].directory == "cu124");
}
