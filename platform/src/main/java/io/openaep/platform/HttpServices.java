package io.openaep.platform;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.lwm2m.object.ObjectEncoder;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.command.JournaledCommands;
import io.openaep.platform.console.Console;
import io.openaep.platform.console.RegistryTenants;
import io.openaep.platform.console.RestApi;
import io.openaep.platform.console.resource.AccountResource;
import io.openaep.platform.console.resource.ApplicationResource;
import io.openaep.platform.console.resource.AuditResource;
import io.openaep.platform.console.resource.CommandResource;
import io.openaep.platform.console.resource.DeadLetterResource;
import io.openaep.platform.console.resource.DeviceBatchResource;
import io.openaep.platform.console.resource.DeviceInfoResource;
import io.openaep.platform.console.resource.DeviceResource;
import io.openaep.platform.console.resource.EventResource;
import io.openaep.platform.console.resource.GroupResource;
import io.openaep.platform.console.resource.MeResource;
import io.openaep.platform.console.resource.ModelPartResource;
import io.openaep.platform.console.resource.ModelResource;
import io.openaep.platform.console.resource.ObjectResource;
import io.openaep.platform.console.resource.OperationResource;
import io.openaep.platform.console.resource.ProductOptionsResource;
import io.openaep.platform.console.resource.ProductReportResource;
import io.openaep.platform.console.resource.ProductResource;
import io.openaep.platform.console.resource.PublicProductResource;
import io.openaep.platform.console.resource.ReportResource;
import io.openaep.platform.console.resource.RequestLogResource;
import io.openaep.platform.console.resource.SignInResource;
import io.openaep.platform.console.resource.StandardModelResource;
import io.openaep.platform.console.resource.SubscriptionResource;
import io.openaep.platform.console.resource.TenantResource;
import io.openaep.platform.console.resource.TokenResource;
import io.openaep.platform.console.resource.TraceResource;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.ObjectValueStore;
import io.openaep.platform.http.Bodies;
import io.openaep.platform.http.HealthCheck;
import io.openaep.platform.http.HttpServer;
import io.openaep.platform.http.Operations;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.northbound.Northbound;
import io.openaep.platform.northbound.gateway.FunctionTable;
import io.openaep.platform.northbound.gateway.GatewayPorts;
import io.openaep.platform.northbound.module.DeviceArchives;
import io.openaep.platform.northbound.module.DeviceCommand;
import io.openaep.platform.northbound.module.DeviceCommandCancel;
import io.openaep.platform.northbound.module.DeviceEvents;
import io.openaep.platform.northbound.module.DeviceGroupManagement;
import io.openaep.platform.northbound.module.DeviceManagement;
import io.openaep.platform.northbound.module.DeviceModel;
import io.openaep.platform.northbound.module.DeviceStatus;
import io.openaep.platform.northbound.module.NbDeviceManagement;
import io.openaep.platform.northbound.module.ProductManagement;
import io.openaep.platform.northbound.module.PublicProductDevice;
import io.openaep.platform.northbound.module.PublicProductManagement;
import io.openaep.platform.northbound.module.StandardManagement;
import io.openaep.platform.northbound.module.SubscribeNorth;
import io.openaep.platform.northbound.module.TenantAppStatistics;
import io.openaep.platform.northbound.module.TenantDeviceStatistics;
import io.openaep.platform.outbox.DeviceRemoval;
import io.openaep.platform.outbox.OutboxRelay;
import io.openaep.platform.push.Push;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.requests.RequestLog;
import io.openaep.platform.store.Secrets;
import io.openaep.platform.tally.Tally;
import io.openaep.platform.trace.DeviceTrace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Everything that is served over HTTP: the northbound API, the REST API and what operators ask
/// for.
record HttpServices(
    PlatformConfig config,
    String version,
    Registry registry,
    AccountTables accounts,
    Journal journal,
    Secrets secrets,
    Tails tails,
    JournaledCommands commands,
    ObjectValueStore objects,
    DeviceData data,
    OutboxRelay relay,
    RequestLog requests,
    Push push,
    Tally tally,
    Sessions sessions,
    DeviceTrace trace,
    InstantSource clock,
    PrometheusMeterRegistry meters) {
  private static final FunctionTable FUNCTIONS = FunctionTable.load();

  HttpServer over(Doors doors, RestApi api) {
    Bodies bodies = new Bodies(config.http());
    DeviceRemoval removal = new DeviceRemoval(registry, journal, relay, sessions);
    Northbound northbound =
        new Northbound(
            FUNCTIONS,
            List.of(
                new ProductManagement(registry, data),
                new DeviceManagement(registry, data, removal, push.subscriptions()),
                new NbDeviceManagement(registry, data, removal, sessions),
                new DeviceCommand(registry, commands),
                new DeviceCommandCancel(registry, commands),
                new DeviceGroupManagement(registry, data),
                new PublicProductManagement(registry),
                new PublicProductDevice(registry),
                new DeviceArchives(registry),
                new DeviceModel(registry),
                new StandardManagement(registry),
                new DeviceEvents(registry, data),
                new TenantDeviceStatistics(registry, data, tally, clock),
                new TenantAppStatistics(registry, requests, push.counts(), clock),
                new DeviceStatus(registry, data),
                new SubscribeNorth(
                    registry, push.subscriptions(), new PushGroups(registry.groups()))),
            bodies,
            new GatewayPorts(registry, journal, secrets, requests, clock, meters),
            config.northbound());
    List<HealthCheck> checks = new ArrayList<>(tails.healthChecks());
    checks.add(new HealthCheck("journal", journal::trouble));
    Operations operations = new Operations(version, doors::ports, checks, meters);
    Console console = new Console(api, accounts, bodies);
    return new HttpServer(config.http(), List.of(operations, northbound, console), clock, meters);
  }

  /// The REST API, for both its doors.
  ///
  /// @param claimed called when the first administrator exists
  RestApi api(Doors doors, Runnable claimed) {
    return new RestApi(
        resources(doors, claimed), accounts, new RegistryTenants(registry), version, meters);
  }

  /// The REST API, one object a resource.
  private List<Resource> resources(Doors doors, Runnable claimed) {
    DeviceRemoval removal = new DeviceRemoval(registry, journal, relay, sessions);
    return List.of(
        new MeResource(accounts),
        new SignInResource(accounts, claimed),
        new AccountResource(accounts.accounts()),
        new TenantResource(registry),
        new TokenResource(accounts.tokens()),
        new ApplicationResource(registry, FUNCTIONS.names()),
        new ProductResource(registry),
        new ProductOptionsResource(registry),
        new PublicProductResource(registry),
        new ModelResource(registry),
        new ModelPartResource(registry),
        new StandardModelResource(registry),
        new DeviceInfoResource(registry, doors::ports),
        new DeviceResource(registry, data, commands::expected, removal),
        new DeviceBatchResource(registry, removal),
        new ReportResource(registry, data),
        new ProductReportResource(registry, data),
        new EventResource(registry, data),
        new GroupResource(registry),
        new CommandResource(registry, commands),
        new ObjectResource(
            new ObjectResource.Ports(
                registry, commands.operations(), objects, sessions, new ObjectEncoder())),
        new OperationResource(registry, commands.operations()),
        new TraceResource(registry, trace),
        new RequestLogResource(requests),
        new SubscriptionResource(registry, push, new PushGroups(registry.groups())),
        new DeadLetterResource(push.deadLetters()),
        new AuditResource(accounts.audit()));
  }
}
