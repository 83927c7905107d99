package io.openaep.platform.registry;

import java.util.Optional;

/// The descriptive and coded members of a product, kept as AEP numbers them (northbound, 4.1) and
/// given back unchanged.
///
/// @param name at most 64 characters, unique in the tenant
public record ProductForm(
    String name,
    String description,
    String productType,
    String secondaryType,
    String thirdType,
    int nodeType,
    int accessType,
    int networkType,
    int authType,
    Optional<Integer> payloadFormat,
    Optional<Integer> dataEncryption,
    Optional<String> deviceModel,
    String createdBy,
    String updatedBy) {}
