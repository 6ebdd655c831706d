package io.jwasm.runsc.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.SpecReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupLimitsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                 |
          {'memory': {}, 'cpu': {}, 'pids': {'limit': 0}}    |
          {'memory': {'limit': 0, 'swap': 0}}                |
          {'memory': {'limit': 67108864}}                    | memory memory.limit_in_bytes 67108864
          {'memory': {'limit': -1}}                          | memory memory.limit_in_bytes -1
          {'memory': {'swap': 9, 'limit': 7}}                | memory memory.limit_in_bytes 7, memory memory.memsw.limit_in_bytes 9
          {'memory': {'reservation': 5}}                     | memory memory.soft_limit_in_bytes 5
          {'cpu': {'shares': 512}}                           | cpu cpu.shares 512
          {'cpu': {'quota': 50000, 'period': 100000}}        | cpu cpu.cfs_period_us 100000, cpu cpu.cfs_quota_us 50000
          {'cpu': {'quota': -1}}                             | cpu cpu.cfs_quota_us -1
          {'cpu': {'cpus': '0-1', 'mems': '0'}}              | cpuset cpuset.cpus 0-1, cpuset cpuset.mems 0
          {'cpu': {'cpus': '', 'mems': ''}}                  |
          {'pids': {'limit': 100}}                           | pids pids.max 164
          {'pids': {'limit': -1}}                            | pids pids.max max
          {'unified': {'memory.high': '1'}}                  |
          {'devices': [{'allow': false, 'access': 'rwm'}]}   |
          """)
  void limitsOfVersion1(String resources, String limits) throws InvalidSpec {
    assertThat(written(resources, false)).isEqualTo(limits == null ? "" : limits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                 |
          {'memory': {'limit': 67108864}}                    | memory memory.max 67108864
          {'memory': {'limit': -1}}                          | memory memory.max max
          {'memory': {'limit': 7, 'swap': 9}}                | memory memory.max 7, memory memory.swap.max 2
          {'memory': {'limit': 7, 'swap': 7}}                | memory memory.max 7, memory memory.swap.max 0
          {'memory': {'limit': 7, 'swap': -1}}               | memory memory.max 7, memory memory.swap.max max
          {'memory': {'swap': 9}}                            |
          {'memory': {'reservation': 5}}                     | memory memory.low 5
          {'cpu': {'shares': 2}}                             | cpu cpu.weight 1
          {'cpu': {'shares': 1024}}                          | cpu cpu.weight 39
          {'cpu': {'shares': 262144}}                        | cpu cpu.weight 10000
          {'cpu': {'shares': 1}}                             | cpu cpu.weight 1
          {'cpu': {'quota': 50000, 'period': 200000}}        | cpu cpu.max 50000 200000
          {'cpu': {'quota': 50000}}                          | cpu cpu.max 50000 100000
          {'cpu': {'quota': -1}}                             | cpu cpu.max max 100000
          {'cpu': {'period': 200000}}                        | cpu cpu.max max 200000
          {'cpu': {'cpus': '0-1', 'mems': '0'}}              | cpuset cpuset.cpus 0-1, cpuset cpuset.mems 0
          {'pids': {'limit': 100}}                           | pids pids.max 164
          {'unified': {'memory.high': '1', 'io.max': 'x y'}} | ` memory.high 1,  io.max x y`
          """)
  void limitsOfVersion2(String resources, String limits) throws InvalidSpec {
    assertThat(written(resources, true)).isEqualTo(limits == null ? "" : limits);
  }

  @Test
  void absentResourcesLimitNothing() {
    assertThat(CgroupLimits.of(null, true)).isEmpty();
    assertThat(CgroupLimits.of(null, false)).isEmpty();
  }

  private static String written(String resources, boolean unified) throws InvalidSpec {
    byte[] json = resources.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    List<CgroupLimit> limits = CgroupLimits.of(SpecReader.readResources(json), unified);
    return String.join(
        ", ",
        limits.stream()
            .map(limit -> limit.controller() + " " + limit.file() + " " + limit.value())
            .toList());
  }
}
