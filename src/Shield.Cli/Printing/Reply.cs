using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Shield.Operating.Answers;

namespace Shield.Cli.Printing;

/// <summary>An answer with both ways to print it.</summary>
public sealed record Reply
{
    public required int ExitCode { get; init; }

    public required Action<Stream> WriteJson { get; init; }

    public required Action<Screen> WriteText { get; init; }

    /// <summary>An error goes to standard error as text, and to standard output as the one JSON document.</summary>
    public bool IsError { get; init; }

    /// <summary>For <c>-o csv</c> and <c>-o plain</c>; null where the answer is no list.</summary>
    public ListDocument? List { get; init; }

    /// <summary>On a terminal it is shown through a pager where it is longer than the screen.</summary>
    public bool IsPaged { get; init; }

    /// <summary>For a command that has printed its answer itself.</summary>
    public static Reply Said(int exitCode) =>
        new()
        {
            ExitCode = exitCode,
            WriteJson = _ => { },
            WriteText = _ => { },
        };

    public static Reply Of<T>(Answer<T> answer, JsonTypeInfo<T> type, Action<T, Screen> text) =>
        new()
        {
            ExitCode = answer.ExitCode,
            WriteJson = stream => JsonSerializer.Serialize(stream, answer.Result, type),
            WriteText = screen => text(answer.Result, screen),
        };

    /// <summary>Of a result that is told in two ways: as a document, and as text.</summary>
    public static Reply Of<TResult, TDocument>(
        Answer<TResult> answer,
        Func<TResult, TDocument> document,
        JsonTypeInfo<TDocument> type,
        Action<TResult, Screen> text
    ) =>
        new()
        {
            ExitCode = answer.ExitCode,
            WriteJson = stream => JsonSerializer.Serialize(stream, document(answer.Result), type),
            WriteText = screen => text(answer.Result, screen),
        };

    /// <summary>Of an answer that is a list.</summary>
    public static Reply Of<T>(
        Answer<ImmutableArray<T>> answer,
        JsonTypeInfo<ImmutableArray<T>> type,
        JsonTypeInfo<T> row,
        Action<ImmutableArray<T>, Screen> text
    ) => Of(answer, type, text) with { List = ListDocument.Of(answer.Result, row), IsPaged = true };

    /// <summary>Of a list of results that are told in two ways.</summary>
    public static Reply Of<TResult, TRow>(
        Answer<ImmutableArray<TResult>> answer,
        Func<TResult, TRow> row,
        JsonTypeInfo<ImmutableArray<TRow>> type,
        JsonTypeInfo<TRow> rowType,
        Action<ImmutableArray<TResult>, Screen> text
    )
    {
        ImmutableArray<TRow> rows = [.. answer.Result.Select(row)];
        return Of(answer, _ => rows, type, text) with { List = ListDocument.Of(rows, rowType), IsPaged = true };
    }

    public static Reply Of(ErrorAnswer error, int exitCode = Operating.Answers.ExitCode.Error) =>
        new()
        {
            ExitCode = exitCode,
            IsError = true,
            WriteJson = stream => JsonSerializer.Serialize(stream, error, ErrorJson.Default.ErrorAnswer),
            WriteText = screen => ErrorText.Write(error.Error, screen),
        };
}
