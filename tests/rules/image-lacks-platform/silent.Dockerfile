FROM --platform=linux/arm64 nvidia/cuda:12.4.1-base-ubuntu22.04 AS both
FROM --platform=linux/amd64 nvidia/cuda:11.8.0-base-ubi8 AS amd
FROM --platform=$BUILDPLATFORM nvidia/cuda:11.8.0-base-ubi8 AS builder
FROM --platform=linux/arm64 mycompany/cuda:11.8.0-base-ubi7 AS unknown
FROM nvidia/cuda:11.8.0-base-ubi8
