FROM ubuntu:22.04
${COMMON_STEPS}
RUNN echo hello
