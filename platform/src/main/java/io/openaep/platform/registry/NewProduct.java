package io.openaep.platform.registry;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;

/// A product to be made; ids and secrets are the registry's to choose.
///
/// @param oneTypeOneSecret 一型一密 rather than 一机一密
public record NewProduct(
    String tenantId,
    Protocol protocol,
    boolean encrypted,
    boolean transparent,
    boolean oneTypeOneSecret,
    EndpointFormat endpointFormat,
    PowerMode power,
    ProductForm form) {}
