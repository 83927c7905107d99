package io.openaep.platform.registry;

/// A product that every tenant may instantiate (公共产品).
///
/// @param product the published one, of the vendor's tenant
/// @param published false after it was withdrawn: its instances go on
public record PublicProduct(
    long publicProductId, Product product, String vendorId, String vendorName, boolean published) {}
