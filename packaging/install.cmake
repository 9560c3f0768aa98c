# What `cmake --install` puts where, in components, and the .tar.gz and .deb that cpack makes of them. Works for a build and,
# with CUDAFIT_BINARY, for a finished binary.

set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# scikit-build-core says where in a wheel programs and data go.
set(bin bin)
set(share share)
if(SKBUILD_SCRIPTS_DIR)
  set(bin ${SKBUILD_SCRIPTS_DIR})
  set(share ${SKBUILD_DATA_DIR}/share)
endif()
set(doc ${share}/doc/cudafit)

if(CUDAFIT_BINARY)
  set(binary ${CUDAFIT_BINARY})
  install(PROGRAMS ${CUDAFIT_BINARY} DESTINATION ${bin} RENAME cudafit COMPONENT binary)
elseif(CUDAFIT_PORTABLE)
  if(NOT TARGET cudafit_portable)
    message(FATAL_ERROR "CUDAFIT_PORTABLE needs Linux, libtree-sitter.a and libyaml-cpp.a")
  endif()
  set(binary $<TARGET_FILE:cudafit_portable>)
  install(TARGETS cudafit_portable DESTINATION ${bin} COMPONENT binary)
else()
  set(binary $<TARGET_FILE:cudafit>)
  install(TARGETS cudafit DESTINATION ${bin} COMPONENT binary)
endif()

# Completions and the manual are what the binary says of itself; one that cannot run here, or has no manual, installs none.
# cudafit_install_output(COMPONENT FILE ARGUMENT...)
function(cudafit_install_output component file)
  list(JOIN ARGN " " arguments)
  cmake_path(GET file PARENT_PATH folder)
  cmake_path(GET file FILENAME name)
  install(CODE "
    execute_process(COMMAND \"${binary}\" ${arguments} OUTPUT_VARIABLE text ERROR_QUIET RESULT_VARIABLE status)
    if(status EQUAL 0)
      file(WRITE \"${PROJECT_BINARY_DIR}/packaging/${name}\" \"\${text}\")
      file(INSTALL \"${PROJECT_BINARY_DIR}/packaging/${name}\" DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${folder}\")
    endif()" COMPONENT ${component})
endfunction()
if(NOT SKBUILD_SCRIPTS_DIR)
  cudafit_install_output(completions share/bash-completion/completions/cudafit completion bash)
  cudafit_install_output(completions share/zsh/site-functions/_cudafit completion zsh)
  cudafit_install_output(completions share/fish/vendor_completions.d/cudafit.fish completion fish)
  cudafit_install_output(man share/man/man1/cudafit.1 man)
endif()

install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/THIRD-PARTY-NOTICES
  DESTINATION ${doc} COMPONENT doc)
file(GLOB schemas CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/schema/*.json)
install(FILES ${schemas} DESTINATION ${share}/cudafit/schema COMPONENT schema)

# One package of each kind, of all components.
set(CPACK_GENERATOR TGZ DEB)
string(TOLOWER ${CMAKE_HOST_SYSTEM_NAME} system)
set(CPACK_PACKAGE_FILE_NAME cudafit-${PROJECT_VERSION}-${system}-${CMAKE_HOST_SYSTEM_PROCESSOR})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "linter for the Dockerfiles of GPU images")
set(CPACK_PACKAGE_DESCRIPTION "It reads Dockerfiles, requirements and Compose files, knows which CUDA
images, wheels, drivers and GPUs there are, and reports what cannot fit
together, each finding with its reasons and a fix.")
set(CUDAFIT_MAINTAINER "maintainers of cudafit" CACHE STRING "Name and address for the .deb, as in: Jo Doe <jo@doe.example>")
set(CPACK_PACKAGE_CONTACT "${CUDAFIT_MAINTAINER}")
set(CPACK_PACKAGE_VENDOR "cudafit")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/cpack-project.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/cpack-staged.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/cpack-packed.cmake)
set(CPACK_CUDAFIT_SOURCE ${PROJECT_SOURCE_DIR})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
if(NOT CUDAFIT_BINARY AND NOT CUDAFIT_PORTABLE)  # the portable one depends on nothing
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
if(CUDAFIT_REPOSITORY)
  set(CPACK_DEBIAN_PACKAGE_HOMEPAGE ${CUDAFIT_REPOSITORY})
endif()
include(CPack)
