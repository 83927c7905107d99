/// Tests of accounts that need no HTTP.
@org.jspecify.annotations.NullMarked
package io.openaep.platform.account;
