package io.openaep.platform.northbound.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.gateway.ApiFunction.MasterKeyUse;
import io.openaep.platform.northbound.gateway.ApiFunction.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionTableTest {
  private final FunctionTable table = FunctionTable.load();

  @Test
  void everyFunctionOfTheDocumentsIsARow() {
    assertThat(table.all()).hasSize(162);
    assertThat(table.modules()).hasSize(30);
  }

  @Test
  void noCallFitsTwoRows() {
    assertThat(table.all())
        .extracting(it -> it.method() + it.fullPath() + it.version())
        .doesNotHaveDuplicates();
  }

  @Test
  void rowIsReadWhole() {
    assertThat(table.at("/aep_device_management/devices"))
        .containsExactly(
            new ApiFunction(
                "aep_device_management",
                "QueryDeviceList",
                "GET",
                "/devices",
                "20190507012134",
                MasterKeyUse.REQUIRED,
                List.of(
                    new Parameter("productId", true, true),
                    new Parameter("searchValue", false, false),
                    new Parameter("pageNow", false, true),
                    new Parameter("pageSize", false, true))));
    assertThat(table.at("/aep_product_management/product"))
        .filteredOn(function -> function.method().equals("POST"))
        .extracting(ApiFunction::version)
        .containsExactly("20191018204154", "20220924042921");
  }

  @Test
  void methodsAreTheFourOfTheApi() {
    assertThat(table.all())
        .extracting(ApiFunction::method)
        .containsOnly("GET", "POST", "PUT", "DELETE");
  }
}
