" What is wrong in a requirements file, for the builds that install from it.
call cudafit#Define('requirements')
