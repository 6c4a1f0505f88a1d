using System.Collections;
using System.Collections.Immutable;
using System.Net;
using Shield.Pce.Calling;

namespace Shield.Cli.Streams;

/// <summary>Everything outside that a command touches besides files: streams, environment, clock, network.</summary>
public sealed record Surroundings
{
    public required Func<Stream> OpenInput { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>A person looks at the output, not a pipe.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Of the terminal, in columns; null to measure it.</summary>
    public int? Width { get; init; }

    /// <summary>A person looks at standard error: there progress is worth showing.</summary>
    public bool IsErrorTerminal { get; init; }

    public required IDictionary Environment { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<PceOptions, HttpMessageHandler> Network { get; init; } = PceHandler.For;

    /// <summary>Whom to ask where blocked names lead to; none for the servers of the system.</summary>
    public ImmutableArray<IPEndPoint> NameServers { get; init; } = [];

    public static Surroundings OfThisProcess() =>
        new()
        {
            OpenInput = StandardStreams.OpenInput,
            Output = StandardStreams.OpenOutput(),
            Error = StandardStreams.OpenError(),
            IsTerminal = StandardStreams.IsOutputTerminal,
            IsErrorTerminal = StandardStreams.IsErrorTerminal,
            Environment = System.Environment.GetEnvironmentVariables(),
        };
}
