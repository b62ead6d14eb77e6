#!/usr/bin/env bash
# Installs what is missing (cmake/packages.sh), builds the command-line program
# and an example, optimised, under build/, and lets them answer questions about
# policies that AWS publishes (examples/policies). Takes no arguments.
set -euo pipefail
cd "$(dirname "$0")/.."
source cmake/packages.sh

iameval_install "${iameval_build_packages[@]}"
# A folder of its own: without tests it needs fewer packages and half the time.
cmake --preset release -B build/demo -DIAMEVAL_BUILD_TESTING=OFF \
  -DIAMEVAL_BUILD_MATCHERS=OFF -DIAMEVAL_BUILD_BENCHMARKS=OFF \
  "${iameval_cmake_options[@]}" >/dev/null
cmake --build build/demo --target iameval_cli can_role_invoke

# ask <question> <option and value of iameval can>...
# Prints the question as a command line, and the answer. Allowed and denied are
# both answers; anything else ends the demo.
ask() {
  local answer=0
  printf '\n# %s\n$ iameval can' "$1"
  shift
  printf ' \\\n    %s %s' "$@"
  printf '\n\n'
  build/demo/examples/iameval can "$@" || answer=$?
  if ((answer > 1)); then
    exit "$answer"
  fi
}

policies=examples/policies

ask "May a holder of this policy read the bucket's objects?" \
  --action s3:GetObject \
  --resource arn:aws:s3:::bucket_name/input/payload.csv \
  --identity $policies/async-inference-s3.json
ask "May it list the bucket?" \
  --action s3:ListBucket \
  --resource arn:aws:s3:::bucket_name \
  --identity $policies/async-inference-s3.json
ask "May SageMaker assume the role?" \
  --principal sagemaker.amazonaws.com \
  --action sts:AssumeRole \
  --resource arn:aws:iam::111122223333:role/DemoRole \
  --resource-policy $policies/greengrass-trust.json
ask "May Textract assume the role on behalf of another account?" \
  --principal textract.amazonaws.com \
  --action sts:AssumeRole \
  --resource arn:aws:iam::123456789012:role/DemoRole \
  --context aws:SourceArn=arn:aws:textract:us-east-1:444455556666:/adapters/1 \
  --context aws:SourceAccount=444455556666 \
  --resource-policy $policies/textract-trust-confused-deputy.json
ask "May the object be read through any other endpoint than vpce-1a2b3c4d?" \
  --principal arn:aws:iam::111122223333:role/DemoRole \
  --action s3:GetObject \
  --resource arn:aws:s3:::your-sample-bucket/model.tar.gz \
  --resource-account 111122223333 \
  --context aws:SourceVpce=vpce-0f00ba11 \
  --identity $policies/AmazonSageMakerFullAccess.json \
  --resource-policy $policies/s3-deny-unless-vpce.json

printf '\n# The example program examples/can_role_invoke.cc\n'
printf '$ can_role_invoke %s\n\n' "$policies"
build/demo/examples/can_role_invoke "$policies"
