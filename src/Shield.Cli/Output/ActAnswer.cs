namespace Shield.Cli.Output;

/// <summary>Of every act.</summary>
/// <param name="Apply">Null where nothing was reconciled: <c>--record-only</c>, or nothing of ours on the PCE yet.</param>
public sealed record ActAnswer(ActRow Act, ApplySummary? Apply);
