/* A learning platform that takes nothing amiss and nothing on trust: SCORM 1.2 Run-Time Environment, 3.4 and 3.5. */
(function () {
  "use strict";
  var STRING = /^[\s\S]{0,255}$/, DECIMAL = /^-?\d{0,3}(\.\d+)?$/;
  var writable = {
    "cmi.core.lesson_location": STRING,
    "cmi.core.lesson_status": /^(passed|completed|failed|incomplete|browsed)$/,
    "cmi.core.score.raw": DECIMAL, "cmi.core.score.min": DECIMAL, "cmi.core.score.max": DECIMAL,
    "cmi.core.session_time": /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/,
    "cmi.core.exit": /^(time-out|suspend|logout|)$/,
    "cmi.suspend_data": /^[\s\S]{0,4096}$/
  };
  var unreadable = ["cmi.core.session_time", "cmi.core.exit"];
  var state = "not initialized", error = "0";
  var told = { faults: [], calls: [], committed: null, values: Object.assign({
    "cmi.core.student_id": "7", "cmi.core.student_name": "Orlov, Pyotr", "cmi.core.lesson_location": "", "cmi.core.credit": "credit",
    "cmi.core.lesson_status": "not attempted", "cmi.core.entry": "ab-initio", "cmi.core.score.raw": "", "cmi.core.score.min": "",
    "cmi.core.score.max": "", "cmi.core.total_time": "0000:00:00.00", "cmi.core.lesson_mode": "normal", "cmi.suspend_data": ""
  }, window.KEPT || {}) };
  window.TOLD = told;

  function fault(code, what) { error = code; told.faults.push(code + " " + what); return "false"; }
  function fine(answer) { error = "0"; return answer; }
  function running(name) { told.calls.push(name); return state === "running"; }

  window.API = {
    LMSInitialize: function (empty) {
      told.calls.push("LMSInitialize");
      if (empty !== "") { return fault("201", "LMSInitialize"); }
      if (state !== "not initialized") { return fault("101", "LMSInitialize"); }
      state = "running";
      return fine("true");
    },
    LMSFinish: function (empty) {
      if (!running("LMSFinish")) { return fault("301", "LMSFinish"); }
      if (empty !== "") { return fault("201", "LMSFinish"); }
      told.committed = Object.assign({}, told.values);
      state = "finished";
      return fine("true");
    },
    LMSGetValue: function (element) {
      if (!running("LMSGetValue")) { fault("301", element); return ""; }
      if (unreadable.indexOf(element) >= 0) { fault("404", element); return ""; }
      if (!(element in told.values)) { fault("201", element); return ""; }
      return fine(told.values[element]);
    },
    LMSSetValue: function (element, value) {
      if (!running("LMSSetValue")) { return fault("301", element); }
      if (!(element in writable)) { return fault(element in told.values ? "403" : "201", element); }
      if (typeof value !== "string" || !writable[element].test(value)) { return fault("405", element + " = " + value); }
      if (/score/.test(element) && (Number(value) < 0 || Number(value) > 100)) { return fault("405", element + " = " + value); }
      told.values[element] = value;
      return fine("true");
    },
    LMSCommit: function (empty) {
      if (!running("LMSCommit")) { return fault("301", "LMSCommit"); }
      if (empty !== "") { return fault("201", "LMSCommit"); }
      told.committed = Object.assign({}, told.values);
      return fine("true");
    },
    LMSGetLastError: function () { return error; },
    LMSGetErrorString: function (code) { return "error " + code; },
    LMSGetDiagnostic: function (code) { return "error " + code; }
  };
}());
