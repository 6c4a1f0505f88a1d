using System.Net;
using Microsoft.AspNetCore.Http;
using Shield.Console.Access;
using Shield.Console.Live;
using Shield.Hosting.Settings;
using Shield.Operating;

namespace Shield.Console;

/// <summary>What the service gives the console to work with.</summary>
public sealed record ConsoleParts
{
    /// <summary>
    /// What commands are composed of, for one reading or act; told of each note. Whoever asks for it disposes of it.
    /// </summary>
    public required Func<ShieldSettings, Action<string>, Composition> Compose { get; init; }

    /// <summary>Told by the service when something was recorded or reconciled.</summary>
    public required Changes Changes { get; init; }

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

    /// <summary>Who may sign in with a password.</summary>
    public required UserFile Users { get; init; }

    /// <summary>So long after its last use a session ends.</summary>
    public required TimeSpan SessionIdle { get; init; }

    /// <summary>So long after its sign-in a session ends.</summary>
    public required TimeSpan SessionLife { get; init; }

    /// <summary>Where people reach the service from outside; null where nobody said.</summary>
    public required Uri? PublicUrl { get; init; }
}
