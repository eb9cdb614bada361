-- Says what wrk saw as one line of JSON. wrk counts every latency by its microsecond, so these percentiles are exact.
done = function(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"requests":%d,"bytes":%d,"wall":%d,"median":%d,"p99":%d,"longest":%d,"errors":%d}\n',
      summary.requests, summary.bytes, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
      errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
