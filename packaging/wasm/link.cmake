# cudafit.js and cudafit.wasm: a function that makes a program, for Node.js and for workers of browsers, with files in memory or, in
# Node.js, those of the machine.

target_link_options(cudafit PRIVATE
  -sMODULARIZE -sEXPORT_NAME=cudafit -sENVIRONMENT=node,worker -sINVOKE_RUN=0 -sEXIT_RUNTIME=1
  -sALLOW_MEMORY_GROWTH -sTOTAL_STACK=8MB -sINITIAL_MEMORY=32MB -sFORCE_FILESYSTEM -lnodefs.js
  -sEXPORTED_RUNTIME_METHODS=callMain,FS,ENV -sNODEJS_CATCH_EXIT=0 -sNODEJS_CATCH_REJECTION=0)
# It runs here, as part of the build: the tables are made by it.
target_link_options(cudafit_matrix_compile PRIVATE -sNODERAWFS -sWASM_ASYNC_COMPILATION=0 -sALLOW_MEMORY_GROWTH -sEXIT_RUNTIME)
set_target_properties(cudafit_matrix_compile PROPERTIES CROSSCOMPILING_EMULATOR node)
