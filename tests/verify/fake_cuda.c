/* A driver of NVIDIA, a CUDA runtime and cuDNN without a GPU, for tests: the kernel of the probe is
   computed here. FAKE_CUDA says what goes wrong: CALL=CODE, "wrong", "crash", "hang", or "device":
   there is a GPU only where a device is; several are separated by commas. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long long Pointer;

static int told(const char* what) {
  const char* text = getenv("FAKE_CUDA");
  const size_t size = strlen(what);
  while (text != NULL && *text != 0) {
    if (strncmp(text, what, size) == 0) {
      if (text[size] == '=') return atoi(text + size + 1);
      if (text[size] == 0 || text[size] == ',') return 1;
    }
    text = strchr(text, ',');
    if (text != NULL) ++text;
  }
  return 0;
}

int cuInit(unsigned flags) {
  (void)flags;
  if (told("crash")) abort();
  while (told("hang")) sleep(1);
  if (told("device") && access("/dev/nvidiactl", F_OK) != 0) return 100;
  return told("init");
}
int cuDriverGetVersion(int* version) {
  *version = told("driver") ? told("driver") : 12040;
  return 0;
}
int cuDeviceGetCount(int* count) {
  *count = told("none") ? 0 : 1;
  return told("count");
}
int cuDeviceGet(int* device, int number) {
  *device = number;
  return 0;
}
int cuDeviceGetName(char* name, int size, int device) {
  (void)device;
  strncpy(name, "NVIDIA A100-SXM4-80GB", (size_t)size);
  return 0;
}
int cuDeviceGetAttribute(int* value, int attribute, int device) {
  (void)device;
  *value = attribute == 75 ? (told("major") ? told("major") : 8) : attribute == 76 ? 0 : 1;
  if (attribute == 89) *value = !told("wsl2");
  return 0;
}
int cuDeviceTotalMem_v2(size_t* bytes, int device) {
  (void)device;
  *bytes = (size_t)80 << 30;
  return 0;
}
int cuDevicePrimaryCtxRetain(void** context, int device) {
  (void)device;
  *context = context;
  return told("context");
}
int cuCtxSetCurrent(void* context) {
  (void)context;
  return 0;
}
int cuModuleLoadData(void** module, const void* image) {
  *module = module;
  /* PTX is text, machine code is not. */
  return *(const unsigned char*)image == '/' ? told("ptx") : told("load");
}
int cuModuleUnload(void* module) {
  (void)module;
  return 0;
}
int cuModuleGetFunction(void** function, void* module, const char* name) {
  (void)module;
  (void)name;
  *function = function;
  return told("function");
}
int cuMemAlloc_v2(Pointer* pointer, size_t size) {
  *pointer = (Pointer)(size_t)malloc(size);
  return told("memory");
}
int cuMemAllocManaged(Pointer* pointer, size_t size, unsigned flags) {
  (void)flags;
  *pointer = (Pointer)(size_t)malloc(size);
  return told("managed");
}
int cuMemFree_v2(Pointer pointer) {
  free((void*)(size_t)pointer);
  return 0;
}
int cuMemcpyHtoD_v2(Pointer to, const void* from, size_t size) {
  memcpy((void*)(size_t)to, from, size);
  return 0;
}
int cuMemcpyDtoH_v2(void* to, Pointer from, size_t size) {
  memcpy(to, (const void*)(size_t)from, size);
  return 0;
}
int cuLaunchKernel(void* function, unsigned x, unsigned y, unsigned z, unsigned bx, unsigned by,
                   unsigned bz, unsigned shared, void* stream, void** arguments, void** extra) {
  unsigned* out = (unsigned*)(size_t) * (Pointer*)arguments[0];
  const unsigned* in = (const unsigned*)(size_t) * (Pointer*)arguments[1];
  const unsigned count = *(const unsigned*)arguments[2];
  (void)function, (void)x, (void)y, (void)z, (void)bx, (void)by, (void)bz, (void)shared;
  (void)stream, (void)extra;
  for (unsigned i = 0; i < count; ++i) out[i] = in[i] * 2654435761u + i + (unsigned)told("wrong");
  return told("launch");
}
int cuCtxSynchronize(void) { return told("synchronize"); }
int cuGetErrorName(int error, const char** name) {
  *name = error == 100   ? "CUDA_ERROR_NO_DEVICE"
          : error == 209 ? "CUDA_ERROR_NO_BINARY_FOR_GPU"
                         : "CUDA_ERROR_OF_A_TEST";
  return 0;
}

int cudaRuntimeGetVersion(int* version) {
  *version = told("runtime-version") ? told("runtime-version") : 12040;
  return 0;
}
int cudaGetDeviceCount(int* count) {
  *count = 1;
  return told("runtime");
}
const char* cudaGetErrorName(int error) {
  return error == 35 ? "cudaErrorInsufficientDriver" : "cudaErrorOfATest";
}

size_t cudnnGetVersion(void) { return 90100; }
int cudnnCreate(void** handle) {
  *handle = handle;
  return told("cudnn");
}
int cudnnDestroy(void* handle) {
  (void)handle;
  return 0;
}
