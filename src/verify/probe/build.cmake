# The probe that `--verify` starts in images: a small program that needs only the oldest glibc, and, where an nvcc is at hand,
# machine code of the GPUs it knows. Both are carried inside the binary: together they are about 100 KB.
#
# It is linked with stand-ins for libc and libdl, whose names carry no versions that an image of ten years ago would lack: so
# it needs no other compiler than the one that is there. The driver is opened when it runs, and so is the image's own CUDA
# runtime: a runtime linked in would say whether the driver is new enough for us, and not whether it is for the image.

set(CUDAFIT_NVCC "" CACHE STRING "Programs nvcc whose machine code the probe carries; empty: the one in PATH, OFF: none")
set(probe_source ${PROJECT_SOURCE_DIR}/src/verify/probe)
set(probe_build ${PROJECT_BINARY_DIR}/probe)
file(MAKE_DIRECTORY ${probe_build})

# cudafit_carry(OUTPUT HEADER NAMESPACE NAME=FILE...): the bytes of files as arrays with a zero behind.
function(cudafit_carry output header namespace)
  set(files)
  foreach(pair ${ARGN})
    string(REGEX REPLACE "^[^=]*=" "" file "${pair}")
    if(file)
      list(APPEND files "${file}")
    endif()
  endforeach()
  list(JOIN ARGN "," pairs)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DHEADER=${header} -DNAMESPACE=${namespace} "-DPAIRS=${pairs}"
      -P ${probe_source}/carry.cmake
    DEPENDS ${files} ${probe_source}/carry.cmake VERBATIM)
endfunction()

# Machine code. A toolkit drops old GPUs when it learns new ones, so there may be several of them.
if(NOT CUDAFIT_NVCC)
  find_program(CUDAFIT_FOUND_NVCC nvcc)
endif()
set(compilers ${CUDAFIT_NVCC})
if(NOT CUDAFIT_NVCC AND NOT CUDAFIT_NVCC STREQUAL "OFF" AND CUDAFIT_FOUND_NVCC)
  set(compilers ${CUDAFIT_FOUND_NVCC})
endif()
if(CUDAFIT_NVCC STREQUAL "OFF")
  set(compilers)
endif()
set(codes)
foreach(nvcc ${compilers})
  list(LENGTH codes number)
  set(code ${probe_build}/code-${number}.fatbin)
  add_custom_command(OUTPUT ${code}
    # Not compressed: drivers learnt to read it at different times.
    COMMAND ${nvcc} -fatbin -arch=all -no-compress -o ${code} ${probe_source}/probe.cu
    DEPENDS ${probe_source}/probe.cu VERBATIM)
  list(APPEND codes "carried_code_${number}=${code}")
endforeach()

set(system "${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(probe)
if(system STREQUAL "Linux-x86_64")
  set(probe ${probe_build}/probe)
  set(loader /lib64/ld-linux-x86-64.so.2)
  set(oldest GLIBC_2.2.5)
elseif(system STREQUAL "Linux-aarch64")
  set(probe ${probe_build}/probe)
  set(loader /lib/ld-linux-aarch64.so.1)
  set(oldest GLIBC_2.17)
endif()
if(probe)
  cudafit_carry(${probe_build}/carried_code.cpp carried_code.h probe
    carried_ptx=${probe_source}/oldest.ptx ${codes})
  file(WRITE ${probe_build}/old.map "${oldest} { *; };\n")
  set(stands_in -w -fno-builtin -shared -fPIC -nostdlib -Wl,--version-script=${probe_build}/old.map)
  file(GLOB probe_parts CONFIGURE_DEPENDS ${probe_source}/*.cpp ${probe_source}/*.h)
  set(probe_cpp ${probe_parts})
  list(FILTER probe_cpp INCLUDE REGEX "\\.cpp$")
  add_custom_command(OUTPUT ${probe}
    COMMAND ${CMAKE_CXX_COMPILER} -x c ${stands_in} -Wl,-soname,libc.so.6 ${probe_source}/old_libc.c -o ${probe_build}/libc.so.6
    COMMAND ${CMAKE_CXX_COMPILER} -x c ${stands_in} -Wl,-soname,libdl.so.2 ${probe_source}/old_libdl.c -o ${probe_build}/libdl.so.2
    COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 -O2 -Wall -Wextra -Wshadow -fno-exceptions -fno-rtti -fno-stack-protector
      -fno-threadsafe-statics -fno-asynchronous-unwind-tables -U_FORTIFY_SOURCE -fPIE -I${probe_source}
      ${probe_cpp} ${probe_build}/carried_code.cpp -pie -nostdlib -s -Wl,--dynamic-linker=${loader}
      ${probe_build}/libc.so.6 ${probe_build}/libdl.so.2 -o ${probe}
    DEPENDS ${probe_parts} ${probe_source}/old_libc.c ${probe_source}/old_libdl.c ${probe_build}/carried_code.cpp VERBATIM)
endif()
cudafit_carry(${probe_build}/carried.cpp verify/carried.h cudafit::verify::bytes
  program=${probe} python=${probe_source}/probe.py kernel=${probe_source}/probe.cu)
