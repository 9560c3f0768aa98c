# Run by cpack over the files that go into a package: what Debian wants otherwise, then the times, so that packages of the same
# files are the same bytes. SOURCE_DATE_EPOCH is the time of all of them.
set(root ${CPACK_TEMPORARY_DIRECTORY})
set(epoch "$ENV{SOURCE_DATE_EPOCH}")
if(NOT epoch)
  string(TIMESTAMP epoch %s)
endif()

if(root MATCHES "/DEB/")
  set(doc ${root}/usr/share/doc/cudafit)
  file(REMOVE ${doc}/LICENSE)  # Debian's own copy is named in the file copyright
  file(COPY ${CPACK_CUDAFIT_SOURCE}/packaging/debian/copyright DESTINATION ${doc})
  file(COPY ${CPACK_CUDAFIT_SOURCE}/packaging/debian/cudafit DESTINATION ${root}/usr/share/lintian/overrides)
  set(ENV{LC_ALL} C)
  execute_process(COMMAND date -u -d @${epoch} "+%a, %d %b %Y %H:%M:%S +0000" OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE)
  file(WRITE ${doc}/changelog
    "cudafit (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium\n\n  * Release ${CPACK_PACKAGE_VERSION}.\n\n"
    " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
  if(EXISTS ${root}/usr/share/zsh/site-functions/_cudafit)
    file(MAKE_DIRECTORY ${root}/usr/share/zsh/vendor-completions)
    file(RENAME ${root}/usr/share/zsh/site-functions/_cudafit ${root}/usr/share/zsh/vendor-completions/_cudafit)
    file(REMOVE_RECURSE ${root}/usr/share/zsh/site-functions)
  endif()
  file(GLOB long ${doc}/changelog ${root}/usr/share/man/man1/*.1)
  foreach(file IN LISTS long)
    execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endif()

execute_process(COMMAND find ${root} -perm /022 ! -type l -exec chmod go-w {} + COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND find ${root} -exec touch -h -d @${epoch} {} + COMMAND_ERROR_IS_FATAL ANY)
