#include "facts/harmless.h"

#include <algorithm>
#include <array>

#include "facts/words.h"

namespace cudafit::facts {

namespace {

// Sorted by what they do, not by name: the lists are short enough to be read.
constexpr WordList shell_words =
    ": true false test [ [[ ]] echo printf cat cd pushd popd pwd exit return set unset export "
    "local "
    "declare typeset readonly shift trap wait sleep ulimit umask read for select let "
    "getopts mapfile readarray hash type which whereis command break continue time shopt history "
    "fg bg jobs kill yes seq date env id whoami hostname uname arch nproc getconf groups";

constexpr WordList file_words =
    "mkdir rmdir rm touch chmod chown chgrp chattr ls dir stat file du df basename dirname "
    "realpath readlink mktemp truncate split dd sync shred md5sum sha1sum sha256sum sha512sum "
    "b2sum "
    "cksum sha224sum sha384sum rename setfacl getfacl setcap getcap mkfifo mknod tree "
    "fix-permissions";

constexpr WordList text_words =
    "sed awk gawk mawk grep egrep fgrep zgrep head tail tr cut sort uniq wc diff patch cmp comm "
    "tac paste join rev fold fmt nl od xxd hexdump strings jq yq envsubst iconv dos2unix unix2dos "
    "base64 "
    "gettext column expand less more vi vim nano ed crudini augtool json_pp xmlstarlet";

constexpr WordList archive_words =
    "gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd lz4 zip zipinfo gpg gpg2 gpgconf openssl "
    "dirmngr "
    "ssh-keygen ssh-keyscan ssh ssh-agent ssh-add update-ca-certificates update-ca-trust keytool";

constexpr WordList network_words =
    "curl wget wget2 aria2c git git-lfs hg svn scp ftp sftp nc ping dig nslookup gsutil gcloud aws "
    "az "
    "azcopy kubectl helm docker gh glab huggingface-cli hf gdown kaggle modelscope rclone s5cmd "
    "s3cmd "
    "cosign oras dvc ollama wandb";

constexpr WordList account_words =
    "useradd adduser usermod userdel deluser groupadd addgroup groupmod groupdel delgroup gpasswd "
    "passwd chpasswd chsh chage newusers visudo getent loginctl";

constexpr WordList system_words =
    "apt-key apt-mark apt-cache apt-config dpkg-reconfigure dpkg-query dpkg-divert "
    "dpkg-statoverride "
    "debconf-set-selections add-apt-repository apt-add-repository software-properties "
    "yum-config-manager dnf-config-manager pro locale linux32 linux64 setarch "
    "locale-gen update-locale localedef dpkg-preconfigure rpmkeys subscription-manager "
    "crb systemctl service update-rc.d chkconfig sysctl mount umount ldconfig ldd "
    "nvidia-smi modprobe depmod lsmod lspci lscpu free top ps pgrep pkill tzselect timedatectl "
    "update-initramfs crontab sshd rc-update fc-cache mandb update-mime-database "
    "update-desktop-database gtk-update-icon-cache glib-compile-schemas supervisord nginx setcap "
    "vncpasswd dbus-uuidgen ibv_devinfo nvidia-xconfig Xvfb vncserver clean-layer.sh "
    "apt-file apt-show-versions";

constexpr WordList build_words =
    "make gmake ninja cmake cmake3 ctest cpack meson scons bazel bazelisk waf autoconf automake "
    "autoreconf aclocal autoheader libtoolize libtool pkg-config configure gcc g++ cc c++ cpp "
    "clang "
    "clang++ ld ar as nm ranlib objcopy objdump readelf strip patchelf chrpath nvcc ptxas "
    "cuobjdump "
    "nvdisasm gfortran f77 mpicc mpicxx ccache sccache swig protoc flatc m4 bison flex yacc gperf "
    "help2man "
    "makeinfo doxygen sphinx-build colcon catkin catkin_make b2 bjam qmake moc lld mold go gofmt "
    "cargo rustc "
    "rustup rustup-init mvn gradle ant javac java jar sbt lein ghc cabal stack opam dune ocaml "
    "dotnet msbuild mono swift zig nim crystal elixir mix rebar3 perl cpan cpanm ruby gem bundle "
    "rake "
    "node npm npx yarn pnpm bun deno corepack tsc php composer lua luarocks R Rscript "
    "ghcup sdk nvm fnm volta n";

constexpr WordList run_words =
    "pytest mypy flake8 pylint black ruff isort pre-commit jupyter jupyter-lab "
    "jupyter-notebook jupyter-kernelspec jupyter-nbextension jupyter-labextension "
    "jupyter-serverextension "
    "ipython tensorboard torchrun accelerate deepspeed horovodrun mpirun mpiexec vllm ffmpeg "
    "ffprobe "
    "convert identify sox espeak nltk playwright playwright-install tini dumb-init cypress sqlite3 "
    "psql "
    "mysql redis-cli redis-server postgres initdb pg_ctl mongod tensorflow_model_server "
    "triton_server "
    "tritonserver text-generation-server mlflow ray streamlit gunicorn uvicorn flask celery "
    "django-admin alembic deactivate source-highlight screen tmux bats shellcheck compileall "
    "code-server code supercronic s6-svscan text-generation-launcher ds_report transformers-cli "
    "pyclean "
    "docling-tools gosu su-exec xx-go xx-verify xx-info xx-cargo go-licenses golangci-lint "
    "dpkg-scanpackages lld gclient";

constexpr std::array all{shell_words,   file_words,   text_words,  archive_words, network_words,
                         account_words, system_words, build_words, run_words};

}  // namespace

bool harmless_program(std::string_view name) {
  return std::any_of(all.begin(), all.end(),
                     [&](const WordList& words) { return listed(words, name); });
}

bool harmless_script(std::string_view file) {
  return listed(
      "configure Configure autogen.sh bootstrap bootstrap.sh buildconf config b2 autogen gradlew "
      "mvnw "
      "entrypoint.sh docker-entrypoint.sh config.sh autoconf.sh fetch_sources download.sh "
      "download_models.sh download_prerequisites contrib/download_prerequisites",
      file);
}

bool harmless_address(std::string_view address) {
  static constexpr std::array<std::string_view, 27> known{
      "sh.rustup.rs",
      "static.rust-lang.org",
      "deb.nodesource.com",
      "rpm.nodesource.com",
      "nodejs.org/dist",
      "raw.githubusercontent.com/nvm-sh/",
      "raw.githubusercontent.com/creationix/nvm",
      "get.helm.sh",
      "raw.githubusercontent.com/helm/",
      "dl.google.com/go/",
      "golang.org/dl/",
      "go.dev/dl/",
      "github.com/Kitware/CMake/releases",
      "cmake.org/files",
      "github.com/protocolbuffers/protobuf/releases",
      "github.com/ninja-build/ninja/releases",
      "github.com/bazelbuild/",
      "packagecloud.io/install/repositories/github/git-lfs",
      "get.docker.com",
      "dl.yarnpkg.com",
      "starship.rs/install",
      "archive.apache.org/dist",
      "awscli.amazonaws.com",
      "github.com/just-containers/s6-overlay",
      "github.com/krallin/tini",
      "code-server.dev/install.sh",
      "ohmyzsh"};
  return std::any_of(known.begin(), known.end(),
                     [&](std::string_view each) { return contains(address, each); });
}

bool harmless_archive(std::string_view file) {
  static constexpr std::array<std::string_view, 9> known{"go1.",   "node-v",  "yarn-v",
                                                         "cmake-", "protoc-", "apache-maven-",
                                                         "chisel", "hadoop-", "spark-"};
  return std::any_of(known.begin(), known.end(),
                     [&](std::string_view each) { return file.starts_with(each); });
}

std::string_view installer_of(std::string_view address) {
  if (contains(address, "astral.sh/uv") || contains(address, "github.com/astral-sh/uv/releases"))
    return "uv";
  if (contains(address, "pyenv.run") || contains(address, "pyenv/pyenv-installer")) return "pyenv";
  if (contains(address, "install.python-poetry.org") || contains(address, "get-poetry"))
    return "poetry";
  if (contains(address, "bootstrap.pypa.io")) return "pip";
  if (contains(address, "micro.mamba.pm") || contains(address, "micromamba")) return "micromamba";
  return {};
}

}  // namespace cudafit::facts
