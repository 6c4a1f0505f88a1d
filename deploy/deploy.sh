#!/usr/bin/env bash
# One command from a clean clone to a running deployment, and from one to the next: docs/aws.md. Needs the AWS CLI, and what deploy/package.sh needs.
set -euo pipefail
umask 077
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

usage() {
  cat <<'TEXT'
deploy/deploy.sh [--stack NAME] [--config FILE] …

Builds the function, uploads it, stores settings and the PCE's key, deploys or updates the stack, and runs `shield doctor`.
Run it again for a change: what is not named stays as it is.

  --stack NAME          the stack (default: shield)
  --config FILE         the operator's settings, shield.json without secrets; needed the first time
  --key-file FILE       the PCE's key: {"ApiKey":"api_…","ApiSecret":"…"}, or a list of two while one takes the other's place; - is standard input.
                        Without it you are asked, where no key is stored yet
  --set PARAMETER=VALUE a parameter of deploy/template.yaml, may be repeated: AlarmEmail, SubnetIds, HttpsProxy …
  --arch arm64|x64      (default: the stack's, at first arm64)
  --with FILE           a file beside the function, in /var/task/: a CA bundle, a never-block list; may be repeated
  --zip FILE            what deploy/package.sh made earlier or elsewhere, instead of building
  --bucket NAME         where the code goes (default: guardduty-shield-ACCOUNT-REGION, made if need be)
  --region REGION, --profile PROFILE    as for the AWS CLI
  --parameters-only     stores settings and key, and leaves the stack alone
  --no-doctor           does not ask afterwards whether everything works
  --remove [--yes]      takes the stack, settings and key away; the ledger's table stays
TEXT
}

say() { printf '%s\n' "deploy: $*" >&2; }
die() { say "$*"; exit 1; }
wrong() { say "$*"; usage >&2; exit 64; }

stack=shield config='' key_file='' arch='' zip='' bucket='' doctor=yes parameters_only=no remove=no sure=no with=() overrides=()
while [ $# -gt 0 ]; do
  case $1 in
    --stack | --config | --key-file | --set | --arch | --with | --zip | --bucket | --region | --profile)
      [ $# -ge 2 ] || wrong "$1 needs a value"
      case $1 in
        --stack) stack=$2 ;;
        --config) config=$2 ;;
        --key-file) key_file=$2 ;;
        --set) overrides+=("$2") ;;
        --arch) arch=$2 ;;
        --with) with+=("$2") ;;
        --zip) zip=$2 ;;
        --bucket) bucket=$2 ;;
        --region) export AWS_REGION=$2 AWS_DEFAULT_REGION=$2 ;;
        --profile) export AWS_PROFILE=$2 ;;
      esac
      shift 2 ;;
    --parameters-only) parameters_only=yes; shift ;;
    --no-doctor) doctor=no; shift ;;
    --remove) remove=yes; shift ;;
    --yes) sure=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    *) wrong "there is no $1" ;;
  esac
done

((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || die "needs bash 4.4 or later, this is $BASH_VERSION"
[[ $stack =~ ^[A-Za-z][A-Za-z0-9-]{0,39}$ ]] || wrong "--stack: letters, digits and hyphens, a letter first, 40 at most"
case $arch in '' | arm64 | x64) ;; *) wrong "--arch is arm64 or x64" ;; esac
for override in "${overrides[@]}"; do
  case $override in
    OwnerId=* | CodeBucket=* | Architecture=*) wrong "--set ${override%%=*}: comes from --config, --bucket or --arch" ;;
    *?=*) ;;
    *) wrong "--set $override: PARAMETER=VALUE" ;;
  esac
done

command -v aws >/dev/null || die "the AWS CLI is missing: https://aws.amazon.com/cli/"
export AWS_PAGER=
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
[ -n "$region" ] || die "no region: --region, AWS_REGION, or one in your profile"
export AWS_REGION=$region AWS_DEFAULT_REGION=$region
read -r account who < <(aws sts get-caller-identity --query '[Account,Arn]' --output text) || die "AWS does not know who asks: log in first (aws sso login, AWS_PROFILE, …)"
say "stack $stack in $region, account $account, as $who"
parameters=/guardduty-shield/$stack

# describe QUERY: of the stack as it is; empty where there is none
describe() {
  local answer
  if answer=$(aws cloudformation describe-stacks --stack-name "$stack" --query "Stacks[0].$1" --output text 2>&1); then
    [ "$answer" = None ] || printf '%s' "$answer"
  else
    case $answer in *"does not exist"*) ;; *) die "$answer" ;; esac
  fi
}
# parameter NAME: its value after this deployment, as far as it is known
parameter() {
  local override named=no value
  for override in "${overrides[@]}"; do
    if [ "${override%%=*}" = "$1" ]; then named=yes value=${override#*=}; fi
  done
  if [ "$named" = yes ]; then printf '%s' "$value"; return; fi
  describe "Parameters[?ParameterKey=='$1'].ParameterValue | [0]"
}
stored() { [ "$(aws ssm get-parameters --names "$1" --query 'length(Parameters)' --output text)" = 1 ]; }

if [ "$remove" = yes ]; then
  table=$(describe "Outputs[?OutputKey=='Table'].OutputValue | [0]")
  say "what Shield put on the PCE stays there, and nobody ends it any more: see docs/aws.md#removal before you go on"
  if [ "$sure" != yes ]; then
    read -r -p "Remove the stack $stack, its settings and key? Its name, to say so: " answer </dev/tty || die "nobody to ask; --yes says so"
    [ "$answer" = "$stack" ] || die "nothing was removed"
  fi
  aws cloudformation delete-stack --stack-name "$stack"
  aws cloudformation wait stack-delete-complete --stack-name "$stack"
  aws ssm delete-parameters --names "$parameters/settings" "$parameters/pce-key" >/dev/null
  say "removed. The ledger stays in the table ${table:-?}: --set ExistingTable=${table:-TABLE} goes on with it"
  exit 0
fi

status=$(describe StackStatus)
case $status in
  ROLLBACK_COMPLETE | REVIEW_IN_PROGRESS)
    say "the first attempt failed ($status): it is cleared away"
    aws cloudformation delete-stack --stack-name "$stack"
    aws cloudformation wait stack-delete-complete --stack-name "$stack"
    status= ;;
  *_IN_PROGRESS) die "the stack is busy ($status): wait, and try again" ;;
esac

# ---- Settings: judged by the program itself, before anything is touched

owner=$(parameter OwnerId)
if [ -n "$config" ]; then
  [ -f "$config" ] || die "there is no file $config"
  if grep -qiE '"(Pce:)?Api(Secret|Key)"' "$config"; then die "$config holds the PCE's key: take ApiKey and ApiSecret out; --key-file, or the question, is for them"; fi
  [ "$(wc -c <"$config")" -le 8192 ] || die "$config is longer than the 8 KB that Parameter Store takes"
  # Without the caller's own settings, which are no part of the file.
  (for name in $(compgen -v SHIELD_); do unset "$name"; done; "$root/shield" policy show --config "$config" >/dev/null) || die "$config is not valid"
  named=$(tr '\n' ' ' <"$config" | grep -oiE 'OwnerId"[[:space:]]*:[[:space:]]*"[a-z0-9-]{3,40}"' | sed 's/.*"\([^"]*\)"$/\1/' | head -1 || true)
  [ -n "$named" ] || die "$config: Pce:OwnerId is required, a-z, 0-9 and hyphens"
  [ -z "$owner" ] || [ "$owner" = "$named" ] || die "the stack's owner is $owner, $config says $named: another owner is another ledger and other lists, so another stack"
  owner=$named
elif [ -z "$status" ]; then
  wrong "the first time --config is needed"
fi

# ---- The key: never on a command line nor in the environment

key=''
own_parameter=$(parameter KeyParameter)
if [ -n "$key_file" ]; then
  [ -z "$own_parameter" ] || die "the key comes from $own_parameter: put it there, or --set KeyParameter="
  key=$(cat -- "$key_file") || die "$key_file cannot be read"
elif [ -z "$own_parameter" ] && ! stored "$parameters/pce-key"; then
  { : </dev/tty; } 2>/dev/null || die "no key is stored for this stack yet: --key-file FILE, or --key-file - for standard input"
  read -r -p 'The PCE key: authentication username (api_…): ' user </dev/tty
  read -r -s -p 'Its secret (not shown): ' secret </dev/tty
  echo >&2
  case $user$secret in *[\"\\]*) die "quotes and backslashes are in no key of a PCE" ;; esac
  key="{\"ApiKey\":\"$user\",\"ApiSecret\":\"$secret\"}"
fi
if [ -n "$key" ]; then
  key=$(tr -d '\r\n' <<<"$key")
  case $key in
    \{*\"ApiKey\"*\"ApiSecret\"*\} | \[*\"ApiKey\"*\"ApiSecret\"*\] | \{*\"ApiSecret\"*\"ApiKey\"*\} | \[*\"ApiSecret\"*\"ApiKey\"*\]) ;;
    *) die 'the key is {"ApiKey":"api_…","ApiSecret":"…"}, or a list of two of them' ;;
  esac
fi

# ---- The code

zip_key=''
for override in "${overrides[@]}"; do case $override in CodeKey=*) zip_key=${override#*=} ;; esac; done
: "${bucket:=$(parameter CodeBucket)}"
: "${bucket:=guardduty-shield-$account-$region}"
if [ -z "$arch" ]; then case $(parameter Architecture) in x86_64) arch=x64 ;; *) arch=arm64 ;; esac; fi

if [ -z "$zip_key" ] && [ "$parameters_only" = no ]; then
  [ -n "$zip" ] || zip=$("$root/deploy/package.sh" "$arch" "${with[@]}")
  [ -f "$zip" ] || die "there is no file $zip"
  version=$(git -C "$root" describe --always --dirty --tags 2>/dev/null || echo unversioned)
  zip_key=$stack/shield-lambda-$arch-$version-$( (sha256sum "$zip" 2>/dev/null || shasum -a 256 "$zip") | cut -c1-16).zip

  # By name anybody may own a bucket: only ours is given code, and only from ours is it taken.
  if ! aws s3api head-bucket --bucket "$bucket" --expected-bucket-owner "$account" >/dev/null 2>&1; then
    say "making the bucket $bucket"
    place=()
    [ "$region" = us-east-1 ] || place=(--create-bucket-configuration "LocationConstraint=$region")
    aws s3api create-bucket --bucket "$bucket" "${place[@]}" >/dev/null || die "$bucket can neither be read nor made: --bucket NAME takes another"
  fi
  aws s3api put-public-access-block --bucket "$bucket" --expected-bucket-owner "$account" \
    --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
  aws s3api put-bucket-encryption --bucket "$bucket" --expected-bucket-owner "$account" \
    --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'
  say "uploading s3://$bucket/$zip_key"
  aws s3api put-object --bucket "$bucket" --key "$zip_key" --body "$zip" --expected-bucket-owner "$account" >/dev/null
fi

# ---- Parameters that the stack does not own (docs/adr/0010)

quoted() { tr -d '\r' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | awk '{ gsub(/\t/, "\\t"); printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }'; }
# The AWS CLI reads its input file twice, so a pipe will not do: a file that only we can read, in memory where there is a place for that, and gone at once.
private=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/shield.XXXXXX")
trap 'rm -rf "$private"' EXIT
store() { # store NAME TYPE EXTRA <value
  printf '{"Name":"%s","Type":"%s","Value":"%s","Overwrite":true,"Tier":"Intelligent-Tiering"%s}' "$1" "$2" "$(quoted)" "$3" >"$private/parameter"
  aws ssm put-parameter --cli-input-json "file://$private/parameter" --query Version --output text | sed "s|^|deploy: stored $1, version |" >&2
  rm "$private/parameter"
}
if [ -n "$key" ]; then
  encryption=$(parameter KeyEncryptionArn)
  printf '%s\n' "$key" | store "$parameters/pce-key" SecureString "${encryption:+,\"KeyId\":\"$encryption\"}"
fi
if [ -n "$config" ]; then store "$parameters/settings" String '' <"$config"; fi

# ---- The stack

if [ "$parameters_only" = no ]; then
  case $arch in x64) architecture=x86_64 ;; *) architecture=arm64 ;; esac
  for override in "${overrides[@]}"; do case $override in CodeKey=*) ;; *) set -- "$@" "$override" ;; esac; done
  say "deploying …"
  if ! aws cloudformation deploy --stack-name "$stack" --template-file "$root/deploy/template.yaml" --no-fail-on-empty-changeset \
    --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND \
    --parameter-overrides "OwnerId=$owner" "CodeBucket=$bucket" "CodeKey=$zip_key" "Architecture=$architecture" "$@" >&2; then
    say "what failed:"
    aws cloudformation describe-stack-events --stack-name "$stack" --max-items 50 \
      --query "StackEvents[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId,ResourceStatusReason]" --output text >&2 || true
    exit 1
  fi
  aws cloudformation describe-stacks --stack-name "$stack" --query 'Stacks[0].Outputs[].[OutputKey,OutputValue]' --output text >&2
fi

[ "$doctor" = yes ] || exit 0
say "shield doctor --stack $stack"
"$root/shield" doctor --stack "$stack"
