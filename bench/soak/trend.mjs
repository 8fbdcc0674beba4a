/**
 * A straight line through points, by least squares: `{ slope, standardError }`, undefined for fewer than four.
 *
 * The heap of one moment resembles that of the moment before, so that neighbours count for less than points that are
 * independent: the error is widened by the correlation of each residual with the next.
 *
 * @param points `[x, y]`, in order.
 */
export function trendOf(points) {
  const count = points.length
  if (count < 4) return undefined
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  const residuals = points.map(([x, y]) => y - meanY - slope * (x - meanX))
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0)
  const products = residuals.slice(1).reduce((sum, residual, i) => sum + residual * residuals[i], 0)
  const correlation = squares === 0 ? 0 : Math.min(0.95, Math.max(0, products / squares))
  const widening = Math.sqrt((1 + correlation) / (1 - correlation))
  return { slope, standardError: Math.sqrt(squares / (count - 2) / spread) * widening }
}
