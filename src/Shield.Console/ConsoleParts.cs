using System.Net;
using Microsoft.AspNetCore.Http;
using Shield.Core.Ledger;
using Shield.Hosting.Settings;

namespace Shield.Console;

/// <summary>What the service gives the console to work with.</summary>
public sealed record ConsoleParts
{
    public required ILedger Ledger { get; init; }

    /// <summary>The settings that count now; null where they are wrong, and nothing is decided until that is mended.</summary>
    public required Func<ShieldSettings?> Settings { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Told of whatever an operator should know: lines of the log.</summary>
    public required Action<string> Note { get; init; }

    /// <summary>Whether somebody on this machine asks, with nobody between.</summary>
    public required Func<HttpContext, bool> IsFromThisMachine { get; init; }

    /// <summary>Why a request may not bring a password or a cookie; null where it may.</summary>
    public required Func<HttpContext, string?> WhyNotSecret { get; init; }

    /// <summary>Whose attempts are counted.</summary>
    public required Func<HttpContext, IPAddress> ClientOf { get; init; }
}
