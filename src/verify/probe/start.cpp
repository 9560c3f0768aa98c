// Where the probe begins. The compiler's own beginning asks for the libc it was built with, and the
// probe has to start in images that are ten years older: glibc keeps this name for old programs.

extern "C" int probe_main(int count, char** words);
extern "C" [[noreturn]] int __libc_start_main(int (*)(int, char**), int, char**, void (*)(),
                                              void (*)(), void (*)(), void*);

/// The stack as the kernel leaves it: how many words, then the words.
extern "C" [[noreturn]] void probe_begin(long* stack, void (*at_exit)()) {
  __libc_start_main(probe_main, static_cast<int>(stack[0]), reinterpret_cast<char**>(stack + 1),
                    nullptr, nullptr, at_exit, stack);
}

#if defined(__x86_64__)
asm(".globl _start\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rdi\n"
    "  mov %rdx, %rsi\n"
    "  and $-16, %rsp\n"
    "  call probe_begin\n");
#elif defined(__aarch64__)
asm(".globl _start\n"
    "_start:\n"
    "  mov x29, #0\n"
    "  mov x30, #0\n"
    "  mov x1, x0\n"
    "  mov x0, sp\n"
    "  b probe_begin\n");
#endif
