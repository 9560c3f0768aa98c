# The compiler and the libraries of the build, looked for all at once, so that one message says all that is missing.

set(missing)  # Debian's names
if(NOT CMAKE_CXX_COMPILER AND NOT "$ENV{CXX}")
  find_program(CUDAFIT_ANY_COMPILER NAMES c++ g++ clang++)
  mark_as_advanced(CUDAFIT_ANY_COMPILER)
  if(NOT CUDAFIT_ANY_COMPILER)
    list(APPEND missing g++)
  endif()
endif()
if(NOT missing)
  enable_language(C)
  enable_language(CXX)
endif()

# Whoever takes the sources in as a part of a larger project links with them, too.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)

find_program(PKG_CONFIG_EXECUTABLE NAMES pkg-config pkgconf)
if(NOT PKG_CONFIG_EXECUTABLE)
  list(APPEND missing pkg-config)
elseif(NOT missing)
  find_package(PkgConfig QUIET)
  pkg_check_modules(TREE_SITTER QUIET IMPORTED_TARGET GLOBAL tree-sitter)
endif()
if(NOT TREE_SITTER_FOUND)
  list(APPEND missing libtree-sitter-dev)
endif()

# cudafit_find(CMAKE_NAME DEBIAN_PACKAGE)
macro(cudafit_find name package)
  find_package(${name} QUIET)
  if(NOT ${name}_FOUND)
    list(APPEND missing ${package})
  endif()
endmacro()
cudafit_find(yaml-cpp libyaml-cpp-dev)
cudafit_find(fmt libfmt-dev)
cudafit_find(nlohmann_json nlohmann-json3-dev)
cudafit_find(CLI11 libcli11-dev)
cudafit_find(tomlplusplus libtomlplusplus-dev)
# Only its headers: --online loads the library itself.
find_path(CUDAFIT_CURL_INCLUDE_DIR NAMES curl/curl.h)
mark_as_advanced(CUDAFIT_CURL_INCLUDE_DIR)
if(NOT CUDAFIT_CURL_INCLUDE_DIR)
  list(APPEND missing libcurl4-openssl-dev)
endif()

if(missing)
  list(JOIN missing " " missing)
  message(FATAL_ERROR "cudafit cannot be built: a compiler or a library is missing. On Debian and Ubuntu this installs it:\n"
    "    apt-get install ${missing}\n"
    "Elsewhere the packages have similar names. To use a cudafit that is installed already, no build is needed: with "
    "pre-commit, take the hook cudafit-system.")
endif()
find_package(Threads REQUIRED)

# Loading a shared library costs a start about 0.2 ms each, so what can be linked in is.
find_library(TREE_SITTER_ARCHIVE NAMES libtree-sitter.a)
if(TREE_SITTER_ARCHIVE)
  set(TREE_SITTER ${TREE_SITTER_ARCHIVE})
else()
  set(TREE_SITTER PkgConfig::TREE_SITTER)
endif()
find_library(YAML_CPP_ARCHIVE NAMES libyaml-cpp.a)
if(YAML_CPP_ARCHIVE)
  set(YAML_CPP ${YAML_CPP_ARCHIVE})
else()
  set(YAML_CPP yaml-cpp)
endif()

# Of toml++ only the headers are used (read/toml.h), so its shared library is not linked.
add_library(cudafit_toml INTERFACE)
target_include_directories(cudafit_toml SYSTEM INTERFACE $<TARGET_PROPERTY:tomlplusplus::tomlplusplus,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_options(cudafit_toml INTERFACE $<TARGET_PROPERTY:tomlplusplus::tomlplusplus,INTERFACE_COMPILE_OPTIONS>)
