# Run by cpack over finished packages. Its archives have files in the order of the folder, which differs from machine to machine;
# they are packed once more by name.
foreach(package IN LISTS CPACK_PACKAGE_FILES)
  if(package MATCHES "\\.tar\\.gz$")
    cmake_path(GET CPACK_TEMPORARY_DIRECTORY PARENT_PATH parent)
    cmake_path(GET CPACK_TEMPORARY_DIRECTORY FILENAME folder)
    execute_process(COMMAND tar --sort=name --format=ustar --owner=root:0 --group=root:0 -cf - -C ${parent} ${folder}
      COMMAND gzip -9n OUTPUT_FILE ${package} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
