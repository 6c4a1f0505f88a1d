using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Shield.Cli.Output;

/// <summary>An answer with both ways to print it.</summary>
public sealed record Reply
{
    public required int ExitCode { get; init; }

    public required Action<Stream> WriteJson { get; init; }

    public required Action<Screen> WriteText { get; init; }

    /// <summary>An error goes to standard error as text, and to standard output as the one JSON document.</summary>
    public bool IsError { get; init; }

    /// <summary>Everything was said already.</summary>
    public static Reply Said(int exitCode) => new() { ExitCode = exitCode, WriteJson = _ => { }, WriteText = _ => { } };

    public static Reply Of<T>(Answer<T> answer, JsonTypeInfo<T> type, Action<T, Screen> text) => new()
    {
        ExitCode = answer.ExitCode,
        WriteJson = stream => JsonSerializer.Serialize(stream, answer.Document, type),
        WriteText = screen => text(answer.Document, screen),
    };

    public static Reply Of(ErrorAnswer error, int exitCode = Output.ExitCode.Error) => new()
    {
        ExitCode = exitCode,
        IsError = true,
        WriteJson = stream => JsonSerializer.Serialize(stream, error, CliJson.Default.ErrorAnswer),
        WriteText = screen => Wording.ErrorText.Write(error.Error, screen),
    };
}
