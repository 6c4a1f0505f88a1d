using Shield.Core.Reconciling;

namespace Shield.Operating.Faults;

/// <summary>What to do about a fault of the PCE: the third part of each message, the same for every command.</summary>
public static class PceAdvice
{
    /// <summary>Null where the fault itself says it, as those of TLS do.</summary>
    public static string? Of(PceException fault) =>
        fault.Fault switch
        {
            PceFault.Credentials => "make a new API key in the PCE's console, and set Pce:ApiKey and Pce:ApiSecret together",
            PceFault.Forbidden => "shield doctor says which right the key lacks",
            PceFault.Unreachable when fault.IsUnconfigured =>
                "say these in shield.json or the environment; docs/first-use.md has an example",
            PceFault.Unreachable when !fault.IsTls =>
                "check Pce:Url, the network and the proxy (HTTPS_PROXY); shield doctor looks at each step",
            PceFault.Busy => "wait a minute and try again",
            PceFault.Server => "try again; if it stays so, ask whoever runs the PCE, with the X-Request-Id",
            _ => null,
        };

    /// <summary>The fault and what to do about it, in one or two sentences without the last full stop.</summary>
    public static string Sentence(PceException fault) => Of(fault) is { } advice ? $"{fault.Message}. To do: {advice}" : fault.Message;
}
