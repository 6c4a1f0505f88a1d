using System.Collections.Immutable;
using Shield.Operating.Effects;
using Shield.Operating.Reading;

namespace Shield.Operating.Apply;

/// <summary>What an <c>apply</c> came to, before it is told as JSON or as text.</summary>
/// <param name="Accepted">Indicators for which <c>--accept-plan</c> lifted the limits.</param>
/// <param name="RemovedByHand">What people took off the PCE and stays off.</param>
public sealed record ApplyResult(ReconcileEffect Effect, ImmutableArray<string> Accepted, ImmutableArray<RemovedByHandRow> RemovedByHand);
