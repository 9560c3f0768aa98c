/* As old_libc.c, of the library that held these before glibc 2.34. */
#define HAS(name) \
  void name(void) {}
HAS(dladdr)
HAS(dlerror)
HAS(dlopen)
HAS(dlsym)
