package io.openaep.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.registry.Refused.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenancyTest {
  @TempDir Path path;
  private RegistryWorld world;

  @BeforeEach
  void open() {
    world = new RegistryWorld(path);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Tenancy tenancy() {
    return world.registry.tenancy();
  }

  @Test
  void anEnsuredApplicationMayCallEverythingFromAnywhere() {
    ApplicationGrant grant = tenancy().application("AK").orElseThrow().grant();
    assertThat(grant.enabled()).isTrue();
    assertThat(grant.allows("aep_device_management/QueryDevice")).isTrue();
    assertThat(grant.allowsFrom("203.0.113.9")).isTrue();
  }

  @Test
  void aGrantIsKeptOverARestart() {
    ApplicationGrant grant =
        new ApplicationGrant(
            "meters",
            false,
            Optional.of(List.of("aep_device_status", "aep_device_management/QueryDevice")),
            List.of("10.1.0.0/16", "2001:db8::/32"));
    String appKey = tenancy().createApplication(world.tenantId, grant).application().appKey();
    world.restart();
    Tenancy.Entry entry = tenancy().application(appKey).orElseThrow();
    assertThat(entry.grant()).isEqualTo(grant);
    assertThat(entry.application().appSecret()).hasSize(24);
    assertThat(tenancy().applications(world.tenantId)).hasSize(2);
  }

  @Test
  void aModuleAllowsItsFunctionsAndAFunctionOnlyItself() {
    ApplicationGrant grant =
        new ApplicationGrant("n", true, Optional.of(List.of("m", "o/F")), List.of());
    assertThat(grant.allows("m/Any")).isTrue();
    assertThat(grant.allows("o/F")).isTrue();
    assertThat(grant.allows("o/G")).isFalse();
    assertThat(new ApplicationGrant("n", true, Optional.of(List.of()), List.of()).allows("m/F"))
        .isFalse();
  }

  @Test
  void aTenantGoesWithItsApplicationsAndItsGroups() {
    Tenant tenant = tenancy().createTenant("going");
    String appKey =
        tenancy()
            .createApplication(
                tenant.tenantId(), new ApplicationGrant("n", true, Optional.empty(), List.of()))
            .application()
            .appKey();
    DeviceGroup group =
        world.registry.groups().create(tenant.tenantId(), Optional.empty(), "all", "");
    tenancy().deleteTenant(tenant.tenantId());
    assertThat(world.registry.tenant(tenant.tenantId())).isEmpty();
    assertThat(tenancy().application(appKey)).isEmpty();
    assertThat(world.registry.groups().find(tenant.tenantId(), group.groupId())).isEmpty();
  }

  @Test
  void sourcesAreAddressesOrNetworksOfBothFamilies() {
    ApplicationGrant grant =
        new ApplicationGrant(
            "n", true, Optional.empty(), List.of("10.1.0.0/16", "192.0.2.7", "2001:db8::/32"));
    assertThat(List.of("10.1.255.1", "192.0.2.7", "2001:db8:1::1")).allMatch(grant::allowsFrom);
    assertThat(List.of("10.2.0.1", "192.0.2.8", "2001:db9::1", "::1", "rubbish"))
        .noneMatch(grant::allowsFrom);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1", "1.2.3", "10.0.0.256", "example.org", "10.0.0.0/33", ""})
  void whatIsNoAddressIsRefused(String source) {
    ApplicationGrant grant = new ApplicationGrant("n", true, Optional.empty(), List.of(source));
    assertThatThrownBy(() -> tenancy().createApplication(world.tenantId, grant))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aChangeIsSeenByTheNextCall() {
    Tenancy.Entry made =
        tenancy().createApplication(world.tenantId, ApplicationGrant.everything("one"));
    String appKey = made.application().appKey();
    assertThat(tenancy().application(appKey)).contains(made);
    Tenancy.Entry renewed = tenancy().renewSecret(world.tenantId, appKey);
    assertThat(renewed.application().appSecret()).isNotEqualTo(made.application().appSecret());
    assertThat(tenancy().application(appKey)).contains(renewed);
    tenancy().deleteApplication(world.tenantId, appKey);
    assertThat(tenancy().application(appKey)).isEmpty();
  }

  @Test
  void anotherTenantsApplicationIsUnknown() {
    String other = tenancy().createTenant("other").tenantId();
    assertThat(world.registry.tenants("", 10))
        .map(Tenant::tenantId)
        .containsExactly(world.tenantId, other);
    RegistryWorld.refused(
        Kind.APPLICATION_UNKNOWN,
        "no application AK",
        () -> tenancy().changeApplication(other, "AK", ApplicationGrant.everything("x")));
    RegistryWorld.refused(
        Kind.APPLICATION_UNKNOWN,
        "no application AK",
        () -> tenancy().deleteApplication(other, "AK"));
  }

  @Test
  void nonsenseIsRefusedWithWhatToWrite() {
    RegistryWorld.refused(
        Kind.INVALID,
        "10.1.0.0/16",
        () ->
            tenancy()
                .createApplication(
                    world.tenantId,
                    new ApplicationGrant("n", true, Optional.empty(), List.of("10.1.0.0/33"))));
    RegistryWorld.refused(
        Kind.INVALID,
        "aep_device_management/QueryDevice",
        () ->
            tenancy()
                .createApplication(
                    world.tenantId,
                    new ApplicationGrant("n", true, Optional.of(List.of("a b")), List.of())));
  }
}
