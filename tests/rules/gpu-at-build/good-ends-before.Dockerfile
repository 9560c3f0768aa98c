FROM pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime
RUN python -c "import sys, torch; sys.exit(0); assert torch.cuda.is_available()"
RUN python -c "import torch; exit(); assert torch.cuda.is_available()"
RUN python -c "import torch; raise SystemExit; torch.cuda.get_device_name(0)"
RUN python -c "import os, torch; os.execv('/bin/true', ['true']); assert torch.cuda.is_available()"
RUN python -c "import torch; torch.cuda.is_available = lambda: True; assert torch.cuda.is_available()"
RUN python <<EOF
import torch
for _ in range(0):
    assert torch.cuda.is_available()
text = """
assert torch.cuda.is_available()
"""
EOF
RUN python <<EOF
import torch
while False:
    assert torch.cuda.is_available()
EOF
