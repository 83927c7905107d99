#!/usr/bin/env bash
# Creates a product and reads it back, signing with openssl and calling with curl alone.
# Takes the base URL; AppKey AK, AppSecret SECRET. Prints the two answers, one a line.
set -euo pipefail
base=$1
timestamp=$(curl -sf -D - -o /dev/null "$base/echo" | tr -d '\r' | sed -n 's/^x-ag-timestamp: //Ip')

sign() { openssl dgst -sha1 -hmac SECRET -binary | base64; }

call() { # method path version signature [curl arguments]
  local method=$1 path=$2 version=$3 signature=$4
  shift 4
  curl -sf -X "$method" "$base$path" -H 'application: AK' -H "timestamp: $timestamp" \
    -H "version: $version" -H "signature: $signature" "$@"
  echo
}

body='{"productName":"手工 1","productType":"a","secondaryType":"b","thirdType":"c","nodeType":1,"accessType":1,"networkType":2,"productProtocol":7,"authType":1}'
signature=$(printf 'application:AK\ntimestamp:%s\n%s\n' "$timestamp" "$body" | sign)
created=$(call POST /aep_product_management/product 20191018204154 "$signature" \
  -H 'Content-Type: application/json; charset=UTF-8' --data-binary "$body")
echo "$created"

id=$(grep -o '"productId":[0-9]*' <<< "$created" | cut -d: -f2)
signature=$(printf 'application:AK\ntimestamp:%s\nproductId:%s\n' "$timestamp" "$id" | sign)
call GET "/aep_product_management/product?productId=$id" 20181031202055 "$signature"
