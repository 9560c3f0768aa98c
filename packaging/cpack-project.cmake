# Read by cpack once for each kind of package. In an archive bin/ and share/ lie below its one folder.
if(CPACK_GENERATOR STREQUAL DEB)
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
endif()
