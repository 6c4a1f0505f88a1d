using System.Collections.Immutable;
using System.Net;
using Shield.Pce.Calling;
using Shield.Service.Settings;

namespace Shield.Service;

/// <summary>What <c>shield run</c> is started with.</summary>
public sealed record ServiceParts
{
    public required SettingsPlace Settings { get; init; }

    /// <summary>Where to listen, such as <c>http://127.0.0.1:8080</c>; port 0 lets the system choose one.</summary>
    public required ImmutableArray<Uri> Urls { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>What lies between here and the PCE.</summary>
    public required Func<PceOptions, HttpMessageHandler> Network { get; init; }

    /// <summary>Whom to ask where blocked names lead to; none for the servers of the system.</summary>
    public required ImmutableArray<IPEndPoint> NameServers { get; init; }

    /// <summary>Told of whatever an operator should know: lines of the log.</summary>
    public required Action<string> Note { get; init; }

    /// <summary>Told once, when requests are answered: the addresses with the ports that were chosen.</summary>
    public required Func<ImmutableArray<string>, Task> Started { get; init; }

    /// <summary>Where systemd wants to be told; null where it does not.</summary>
    public string? NotifySocket { get; init; }
}
