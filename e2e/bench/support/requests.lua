-- What wrk asks for: the lines of the file REQUESTS ("METHOD PATH"), one after the other. Each line is
-- asked once and wrk stops when they are used up, or over and over when REPEAT is set. When the first
-- request left and when the last one was answered is told as Unix microseconds.

local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long sec; long usec; } usher_timeval;
  int gettimeofday(usher_timeval *now, void *zone);
  int getpid(void);
  int kill(int pid, int signal);
]]
local instant = ffi.new("usher_timeval")
local function micros()
  ffi.C.gettimeofday(instant, nil)
  return tonumber(instant.sec) * 1000000 + tonumber(instant.usec)
end

local threads = {}
function setup(thread)
  table.insert(threads, thread)
end

local formatted = {}
local place, rehearsed = 0, false
local again = os.getenv("REPEAT") ~= nil
first = 0
last = 0

function init(arguments)
  local headers = {}
  for header in string.gmatch(os.getenv("HEADERS") or "", "[^\n]+") do
    local name, value = string.match(header, "^([^:]+):%s*(.*)$")
    headers[name] = value
  end
  for line in io.lines(os.getenv("REQUESTS")) do
    local method, path = string.match(line, "^(%S+) (%S+)$")
    if method == "POST" then headers["Content-Length"] = "0" else headers["Content-Length"] = nil end
    formatted[#formatted + 1] = wrk.format(method, path, headers)
  end
end

function request()
  -- Before it connects, wrk looks at one request without sending it.
  if not rehearsed then
    rehearsed = true
    return formatted[1]
  end
  if first == 0 then first = micros() end
  place = place + 1
  if place > #formatted then
    if again then
      place = 1
    else
      -- Those who still wait for an answer are not counted by wrk; they are by whoever was asked.
      if last == 0 then last = micros() end
      wrk.thread:stop()
      -- wrk sleeps for as long as it was told to, unless somebody interrupts it.
      ffi.C.kill(ffi.C.getpid(), 2)
      place = #formatted
      return wrk.format("GET", "/healthz")
    end
  end
  return formatted[place]
end

function done(summary, latency, requests)
  local at = threads[1]:get("first")
  local ended = threads[1]:get("last")
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"answered":%d,"refused":%d,"failed":%d,"micros":%d,"firstAt":%.3f,"lastAt":%.3f,"p50":%.3f,"p90":%.3f,"p99":%.3f,"max":%.3f}\n',
    summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration, at / 1000, ended / 1000,
    latency:percentile(50) / 1000, latency:percentile(90) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000))
end
